/*
 * daemon.c: a correct echo server that becomes a daemon: its first process ends
 * with exit status 0 before the second one listens.
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

    while ((n = recv(fd, buffer, sizeof buffer, 0)) > 0)
        if (send(fd, buffer, (size_t)n, 0) != n)
            break;
}

int main(void)
{
    signal(SIGPIPE, SIG_IGN);
    if (fork() != 0)
        _exit(EXIT_SUCCESS);
    setsid();
    for (int listener = open_listener();;) {
        int fd = accept_client(listener);

        serve(fd);
        close(fd);
    }
}
