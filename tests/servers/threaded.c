/*
 * threaded.c: a correct echo server with a thread for each client: something
 * for the observer to follow.
 */
#include "listen.h"

#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <sys/socket.h>
#include <unistd.h>

static void *serve(void *client)
{
    int fd = (int)(intptr_t)client;
    char buffer[4096];
    ssize_t n;

    while ((n = read(fd, buffer, sizeof buffer)) > 0)
        for (ssize_t sent = 0, more; sent < n; sent += more) {
            more = write(fd, buffer + sent, (size_t)(n - sent));
            if (more <= 0)
                break;
        }
    close(fd);
    return NULL;
}

int main(void)
{
    int listener = open_listener();

    signal(SIGPIPE, SIG_IGN);
    for (;;) {
        pthread_t thread;
        int fd = accept(listener, NULL, NULL);

        if (fd == -1)
            continue;
        if (pthread_create(&thread, NULL, serve, (void *)(intptr_t)fd) != 0)
            close(fd);
        else
            pthread_detach(thread);
    }
}
