/*
 * epoll: the kernel keeps the list, and hands over those with news.
 *
 * We tell the kernel once what we wait for, and again only when that changes.
 * It puts us to sleep until some are ready, and hands over just those: the
 * thousands that are silent cost nothing.
 * The price: each change is a system call, so with clients that come, say one
 * word and go, or that all talk at once, poll is level or slightly ahead.
 */
#include "../common/conn.h"
#include "../common/count.h"
#include "../common/server.h"

#include <errno.h>
#include <sys/epoll.h>
#include <sys/socket.h>

enum { MAX_FDS = 16384, MAX_NEWS = 512 };

static struct conn conns[MAX_FDS];      /* by descriptor */
static int interest;                    /* what we wait for: the kernel's */

/* Says what we wait for from this descriptor. verb: EPOLL_CTL_ADD or _MOD;
 * a closed descriptor is forgotten without our saying so. -1: no room. */
static int watch(int verb, int fd, enum conn_want want)
{
    struct epoll_event event = {
        .events = want == WANT_WRITE ? EPOLLOUT : EPOLLIN,
        .data.fd = fd,
    };

    return epoll_ctl(interest, verb, fd, &event);
}

/* Takes in every client that waits. */
static void admit(int listener)
{
    int fd;

    while ((fd = server_accept(listener, SOCK_NONBLOCK)) >= 0) {
        if (fd >= MAX_FDS || watch(EPOLL_CTL_ADD, fd, WANT_READ) == -1) {
            server_refuse(fd);
            continue;
        }
        conn_open(&conns[fd], fd);
    }
}

/* Gives one client its turn. */
static void serve(int fd)
{
    enum conn_want before = conns[fd].want;
    enum conn_want want = conn_turn(&conns[fd]);

    if (want == before)
        return;
    if (want == WANT_NOTHING || watch(EPOLL_CTL_MOD, fd, want) == -1)
        conn_close(&conns[fd]);
}

int main(int argc, char **argv)
{
    static struct epoll_event news[MAX_NEWS];
    int listener = server_open(argc, argv, SOCK_NONBLOCK, MAX_FDS);

    if (listener == -1)
        return server_status;
    interest = epoll_create1(EPOLL_CLOEXEC);
    if (interest == -1 || watch(EPOLL_CTL_ADD, listener, WANT_READ) == -1)
        server_fail("epoll_create1, epoll_ctl");
    while (!server_stopping) {
        count.rounds++;

        int ready = epoll_wait(interest, news, MAX_NEWS, -1);

        if (ready == -1) {
            if (errno != EINTR)
                server_fail("epoll_wait");
            continue;
        }
        for (int i = 0; i < ready; i++) {
            count.looks++;
            if (news[i].data.fd == listener)
                admit(listener);
            else
                serve(news[i].data.fd);
        }
    }
    return server_close(listener);
}
