/*
 * sleepless.c: an echo server around poll(2) that sleeps at first, and no more
 * once some client has done something.
 */
#include "listen.h"
#include "ways.h"

#include <err.h>
#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <unistd.h>

enum { POLLOUT_STAYS, POLLIN_STAYS, EPIPE_AGAIN, EOF_STAYS };

static const struct way ways[] = {
    [POLLOUT_STAYS] = { "pollout", "waits to write on, when all is written" },
    [POLLIN_STAYS] = { "pollin", "waits to read, with no room to read into" },
    [EPIPE_AGAIN] = { "epipe", "tries again to write to a client that left" },
    [EOF_STAYS] = { "eof", "waits to read on after end of file" },
    { 0 },
};

enum { MOST = 4096 };

static struct client {
    char bytes[65536];          /* what it is owed */
    size_t size, sent;
} clients[MOST];

static struct pollfd list[MOST];
static int top, way;

static void leave(int fd)
{
    close(fd);
    list[fd].fd = -1;
    clients[fd].size = clients[fd].sent = 0;
}

static short wants(const struct client *c)
{
    bool owes = c->size > 0;
    short in = !owes || way == POLLIN_STAYS ? POLLIN : 0;
    short end = way == EOF_STAYS ? POLLRDHUP : 0;

    return (short)(in | end | (owes ? POLLOUT : 0));
}

/* Returns whether the client stays. */
static bool flush(struct client *c, int fd)
{
    ssize_t n = send(fd, c->bytes + c->sent, c->size - c->sent,
                     MSG_DONTWAIT | MSG_NOSIGNAL);

    if (n == -1)
        return errno == EAGAIN || way == EPIPE_AGAIN;
    c->sent += (size_t)n;
    if (c->sent == c->size)
        c->size = c->sent = 0;
    return true;
}

static bool take(struct client *c, int fd)
{
    ssize_t n;

    if (c->size > 0)            /* there is no room */
        return true;
    n = recv(fd, c->bytes, sizeof c->bytes, MSG_DONTWAIT);
    if (n <= 0)
        return n == -1 && errno == EAGAIN;
    c->size = (size_t)n;
    return flush(c, fd);
}

static void serve(int fd, short news)
{
    struct client *c = &clients[fd];
    short before = list[fd].events;

    if ((c->size > 0 && news & ~POLLIN && !flush(c, fd))
        || (news & ~POLLOUT && !take(c, fd))) {
        leave(fd);
        return;
    }
    list[fd].events = wants(c);
    if (way == POLLOUT_STAYS)
        list[fd].events |= (short)(before & POLLOUT);
}

static void take_in(int fd)
{
    if (fd < 0)
        return;
    list[fd] = (struct pollfd){ .fd = fd, .events = POLLIN };
    top = fd > top ? fd : top;
}

static void go_round(int listener)
{
    for (int fd = 0; fd <= top; fd++)
        if (fd == listener && list[fd].revents)
            take_in(accept_client(listener));
        else if (list[fd].fd == fd && list[fd].revents)
            serve(fd, list[fd].revents);
}

int main(int argc, char **argv)
{
    int listener = open_listener();

    way = find_way(ways, argc, argv);
    for (top = 0; top < listener; top++)
        list[top].fd = -1;
    list[listener] = (struct pollfd){ .fd = listener, .events = POLLIN };
    while (poll(list, (nfds_t)top + 1, -1) != -1)
        go_round(listener);
    err(1, "poll");
}
