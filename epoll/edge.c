/*
 * edge: the kernel tells of news once, and not again.
 *
 * With EPOLLET it need be told only once what we wait for: to read and to
 * write. But it wakes us only when something changes, so we go on with a
 * client until a call would block: else it is forgotten with bytes unread.
 * The price: one more call for each message, just to hear EAGAIN; and a list
 * of the clients that have more, so that none of them keeps us for itself.
 */
#include "../common/conn.h"
#include "../common/count.h"
#include "../common/server.h"

#include <errno.h>
#include <sys/epoll.h>
#include <sys/socket.h>

enum { MAX_FDS = 16384, MAX_NEWS = 512, MAX_TURNS = 4 };

static struct conn conns[MAX_FDS];      /* by descriptor */
static int interest;                    /* what we wait for: the kernel's */
static struct epoll_event news[MAX_NEWS];
static int more[MAX_FDS];               /* a queue: those that may have more */
static unsigned head, tail;

/* Says what we wait for from this descriptor, once and for all: a closed one
 * is forgotten without our saying so. -1: no room. */
static int watch(int fd, unsigned events)
{
    struct epoll_event event = { .events = events, .data.fd = fd };

    return epoll_ctl(interest, EPOLL_CTL_ADD, fd, &event);
}

/* Takes in every client that waits. */
static void admit(int listener)
{
    int fd;

    while ((fd = server_accept(listener, SOCK_NONBLOCK)) >= 0) {
        if (fd >= MAX_FDS || watch(fd, EPOLLIN | EPOLLOUT | EPOLLET) == -1) {
            server_refuse(fd);
            continue;
        }
        conn_open(&conns[fd], fd);
        conns[fd].blocked = true;
    }
}

/* Gives one client its turn: until a call would block, or others are due. */
static void serve(int fd)
{
    if (conn_turns(&conns[fd], MAX_TURNS) == WANT_NOTHING)
        conn_close(&conns[fd]);
    else if (!conns[fd].blocked)
        more[tail++ % MAX_FDS] = fd;
}

int main(int argc, char **argv)
{
    int listener = server_open(argc, argv, SOCK_NONBLOCK, MAX_FDS);

    if (listener == -1)
        return server_status;
    interest = epoll_create1(EPOLL_CLOEXEC);
    if (interest == -1 || watch(listener, EPOLLIN) == -1)
        server_fail("epoll_create1, epoll_ctl");
    while (!server_stopping) {
        count.rounds++;
        for (unsigned end = tail; head != end; head++)
            serve(more[head % MAX_FDS]);

        int ready = epoll_wait(interest, news, MAX_NEWS, head == tail ? -1 : 0);

        if (ready == -1) {
            if (errno != EINTR)
                server_fail("epoll_wait");
            continue;
        }
        for (int i = 0; i < ready; i++) {
            count.looks++;
            if (news[i].data.fd == listener)
                admit(listener);
            else if (conns[news[i].data.fd].blocked)
                serve(news[i].data.fd);
        }
    }
    return server_close(listener);
}
