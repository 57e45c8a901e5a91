/*
 * copy: a child holds a copy of the listener. The parent closes its own.
 */
#include "../lab.h"

#include <signal.h>
#include <sys/wait.h>

int main(void)
{
    int listener = listen_at("127.0.0.1", 5), port = port_of(listener);
    int before, after, late;
    pid_t child = fork();

    if (child == 0) {
        pause();
        _exit(0);
    }
    say("connect", call_at("127.0.0.1", port, &before));
    say("the parent: close", close(listener));
    say("connect", call_at("127.0.0.1", port, &after));
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    say("connect, when the child has gone",
        call_at("127.0.0.1", port, &late));
}
