/*
 * fork: a process for each client.
 *
 * Each client has a process of its own, a copy of ours, that serves it as the
 * blocking server does and ends with it. So no client waits for another, and
 * what one client breaks is broken for it alone.
 * The price: a process for each client, however silent: its memory, a fork
 * when it comes, and a switch from process to process for every message.
 */
#include "../common/count.h"
#include "../common/server.h"

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <unistd.h>

enum { BUFFER_SIZE = 262144 };

static unsigned char buffer[BUFFER_SIZE];

/* There is no watch(): the call that waits names the one it waits for. */

/* Waits for a client, and gives it a process of its own: there, returns its
 * descriptor. In ours, returns -1. */
static int admit(int listener)
{
    int fd = server_accept(listener, 0);

    if (fd < 0)
        return -1;

    pid_t child = server_fork();

    if (child == 0)
        return fd;
    if (child == -1) {
        server_refuse(fd);
        return -1;
    }
    count.clients++;
    close(fd);
    return -1;
}

/* Waits until all of it has gone: a client that does not read stops us here. */
static bool send_all(int fd, const unsigned char *bytes, size_t size)
{
    while (size > 0) {
        ssize_t sent = write(fd, bytes, size);

        if (sent == -1 && errno == EINTR)
            continue;
        if (sent == -1)
            return false;
        count.bytes += (size_t)sent;
        bytes += sent;
        size -= (size_t)sent;
    }
    return true;
}

/* Stays with this client to its end: end of file, or gone. */
static void serve(int fd)
{
    for (;;) {
        ssize_t got = read(fd, buffer, sizeof buffer);

        if (got == -1 && errno == EINTR)
            continue;
        count.looks++;
        count.turns++;
        if (got <= 0 || !send_all(fd, buffer, (size_t)got))
            break;
    }
    close(fd);
}

int main(int argc, char **argv)
{
    int listener = server_open(argc, argv, 0, INT_MAX);

    if (listener == -1)
        return server_status;
    while (!server_stopping) {
        count.rounds++;

        int fd = admit(listener);

        if (fd >= 0) {
            serve(fd);
            break;
        }
    }
    return server_close(listener);
}
