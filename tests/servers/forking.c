/*
 * forking.c: a correct echo server with a process for each client: something
 * for the observer to follow.
 */
#include "listen.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static void serve(int fd)
{
    char buffer[4096];
    ssize_t n;

    while ((n = read(fd, buffer, sizeof buffer)) > 0)
        for (ssize_t sent = 0, more; sent < n; sent += more) {
            more = write(fd, buffer + sent, (size_t)(n - sent));
            if (more <= 0)
                break;
        }
}

int main(void)
{
    int listener = open_listener();

    signal(SIGPIPE, SIG_IGN);
    signal(SIGCHLD, SIG_IGN);           /* they need not be waited for */
    for (;;) {
        int fd = accept(listener, NULL, NULL);

        if (fd == -1)
            continue;
        if (fork() == 0) {
            serve(fd);
            _exit(EXIT_SUCCESS);
        }
        close(fd);
    }
}
