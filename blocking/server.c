/*
 * blocking: accept, read, write: one client at a time.
 *
 * Every call waits until it can do what it was asked. That makes the shortest
 * program, and the kernel wakes us exactly when there is something to do.
 * The price: we wait for one client, so all the others wait for it as well.
 * They are connected, and may even have sent; their bytes are not read.
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

/* Waits for the next client. */
static int admit(int listener)
{
    int fd = server_accept(listener, 0);

    if (fd >= 0)
        count.clients++;
    return fd;
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

        if (fd >= 0)
            serve(fd);
    }
    return server_close(listener);
}
