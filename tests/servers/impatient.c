/*
 * impatient.c: an echo server, a thread a client, that closes a client
 * that is silent for longer than a second.
 */
#include "listen.h"
#include "ways.h"

#include <err.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <unistd.h>

enum { CLOSES, ENDS, PATIENCE_MS = 1000 };

static const struct way ways[] = {
    [CLOSES] = { "closes", "hangs up on a client that is silent" },
    [ENDS] = { "ends", "ends when no client comes" },
    { 0 },
};

static int way;

static void *serve(void *client)
{
    struct pollfd p = { .fd = (int)(intptr_t)client, .events = POLLIN };
    char bytes[4096];
    ssize_t n = 1;

    while (n > 0 && poll(&p, 1, way == CLOSES ? PATIENCE_MS : -1) == 1
           && (n = read(p.fd, bytes, sizeof bytes)) > 0)
        for (ssize_t sent = 0, more; sent < n; sent += more)
            if ((more = write(p.fd, bytes + sent, (size_t)(n - sent))) <= 0)
                break;
    close(p.fd);
    return NULL;
}

int main(int argc, char **argv)
{
    struct pollfd p = { .fd = open_listener(), .events = POLLIN };

    way = find_way(ways, argc, argv);
    signal(SIGPIPE, SIG_IGN);
    while (poll(&p, 1, way == ENDS ? PATIENCE_MS : -1) == 1) {
        pthread_t thread;
        int fd = accept_client(p.fd);

        if (fd >= 0 && pthread_create(&thread, NULL, serve,
                                      (void *)(intptr_t)fd) == 0)
            pthread_detach(thread);
    }
    errx(1, "Error: timed out");
}
