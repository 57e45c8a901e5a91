/*
 * poll: keep a list, sleep, look through the answers.
 *
 * We keep a list that says, for each descriptor, what we wait for. The kernel
 * puts us to sleep until one is ready, and writes its answer beside each
 * question; the question stays, and the list may be as long as we like.
 * The price: the whole list is handed over and looked through in every round,
 * by the kernel and by us, however few have news.
 */
#include "../common/conn.h"
#include "../common/count.h"
#include "../common/server.h"

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>

enum { MAX_FDS = 16384 };

static struct conn conns[MAX_FDS];      /* by descriptor */
static struct pollfd list[MAX_FDS];     /* what we wait for; fd -1: nothing */
static int nfds;                        /* one more than the highest */

/* Says what we wait for from this descriptor. */
static void watch(int fd, enum conn_want want)
{
    while (nfds <= fd)
        list[nfds++] = (struct pollfd){ .fd = -1 };
    list[fd].fd = want == WANT_NOTHING ? -1 : fd;
    list[fd].events = want == WANT_WRITE ? POLLOUT : POLLIN;
    while (list[nfds - 1].fd == -1)
        nfds--;
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
        if (poll(list, (nfds_t)nfds, -1) == -1) {
            if (errno != EINTR)
                server_fail("poll");
            continue;
        }
        for (int fd = 0; fd < nfds; fd++) {
            count.looks++;
            if (!list[fd].revents)
                continue;
            if (fd == listener)
                admit(listener);
            else
                serve(fd);
        }
    }
    return server_close(listener);
}
