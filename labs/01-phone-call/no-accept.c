/*
 * no-accept: a server that listens, and never accepts. What can be done?
 */
#include "../lab.h"

#include <signal.h>

int main(void)
{
    int listener = listen_at("127.0.0.1", 5);
    char byte;
    int fd;

    signal(SIGPIPE, SIG_IGN);
    say("connect", call_at("127.0.0.1", port_of(listener), &fd));
    say("write on the connection", write(fd, "hello", 5));
    say("write on the listener", write(listener, "hello", 5));
    say("read on the listener", read(listener, &byte, 1));
}
