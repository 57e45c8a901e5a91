/*
 * select: name every client, sleep, look through the bits.
 *
 * We give the kernel two sets of bits, a bit for each descriptor: those we
 * want to read and those we want to write. It puts us to sleep until one is
 * ready, and leaves in the sets only the bits of those that are.
 * The price: both sets are copied and looked through in every round, by the
 * kernel and by us; and a set ends at FD_SETSIZE: 1024 descriptors, no more.
 */
#include "../common/conn.h"
#include "../common/count.h"
#include "../common/server.h"

#include <errno.h>
#include <sys/select.h>
#include <sys/socket.h>

enum { MAX_FDS = FD_SETSIZE };

static struct conn conns[MAX_FDS];      /* by descriptor */
static fd_set reading, writing;         /* what we wait for */
static int nfds;                        /* one more than the highest */

/* Says what we wait for from this descriptor. */
static void watch(int fd, enum conn_want want)
{
    FD_CLR(fd, &reading);
    FD_CLR(fd, &writing);
    if (want == WANT_READ)
        FD_SET(fd, &reading);
    if (want == WANT_WRITE)
        FD_SET(fd, &writing);
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
        watch(fd, WANT_READ);
    }
}

/* Gives one client its turn. */
static void serve(int fd)
{
    enum conn_want before = conns[fd].want;
    enum conn_want want = conn_turn(&conns[fd]);

    if (want == before)
        return;
    watch(fd, want);
    if (want == WANT_NOTHING)
        conn_close(&conns[fd]);
}

int main(int argc, char **argv)
{
    int listener = server_open(argc, argv, SOCK_NONBLOCK, MAX_FDS);

    if (listener == -1)
        return server_status;
    watch(listener, WANT_READ);
    while (!server_stopping) {
        count.rounds++;

        fd_set readable = reading, writable = writing;

        if (select(nfds, &readable, &writable, NULL, NULL) == -1) {
            if (errno != EINTR)
                server_fail("select");
            continue;
        }
        for (int fd = 0; fd < nfds; fd++) {
            count.looks++;
            if (!FD_ISSET(fd, &readable) && !FD_ISSET(fd, &writable))
                continue;
            if (fd == listener)
                admit(listener);
            else
                serve(fd);
        }
    }
    return server_close(listener);
}
