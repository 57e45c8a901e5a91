/*
 * nonblocking: ask every client, all the time.
 *
 * No call waits: one that has nothing to do says so at once (EAGAIN), and we
 * go on to the next client. So no client waits for another.
 * The price: we never sleep. While nothing happens we ask hundreds of times
 * a millisecond, in vain, and a whole core is busy doing nothing.
 */
#include "../common/conn.h"
#include "../common/count.h"
#include "../common/server.h"

#include <sys/socket.h>

enum { MAX_FDS = 16384 };

static struct conn conns[MAX_FDS];      /* by descriptor */
static int nfds;                        /* one more than the highest */

/* The kernel is not told what we wait for: we only remember how far to ask. */
static void watch(int fd)
{
    if (fd >= nfds)
        nfds = fd + 1;
}

/* Takes in every client that waits. */
static void admit(int listener)
{
    int fd;

    while ((fd = server_accept(listener, SOCK_NONBLOCK)) >= 0) {
        if (fd >= MAX_FDS) {
            server_refuse(fd);
            continue;
        }
        conn_open(&conns[fd], fd);
        watch(fd);
    }
}

/* Gives one client its turn. */
static void serve(int fd)
{
    if (conn_turn(&conns[fd]) == WANT_NOTHING)
        conn_close(&conns[fd]);
}

int main(int argc, char **argv)
{
    int listener = server_open(argc, argv, SOCK_NONBLOCK, MAX_FDS);

    if (listener == -1)
        return server_status;
    while (!server_stopping) {
        count.rounds++;
        count.looks++;
        admit(listener);
        for (int fd = 0; fd < nfds; fd++) {
            if (conns[fd].want == WANT_NOTHING)
                continue;
            count.looks++;
            serve(fd);
        }
    }
    return server_close(listener);
}
