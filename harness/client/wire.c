/*
 * wire.c: one client: connect, send, receive and verify, half-close, close.
 *
 * The socket never blocks: whatever has to wait waits in poll(2), up to a
 * deadline. What was sent is not kept, as the pattern can produce it again, so
 * a client costs no memory however much it is owed.
 */
#include "client/wire.h"

#include "client/pattern.h"
#include "lib/deadline.h"
#include "server/server.h"

#include <errno.h>
#include <linux/sockios.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { REACH_SECONDS = 5, QUEUE_SECONDS = 2 };

static int refused(struct wire *w, int error)
{
    w->end = WIRE_REFUSED;
    w->error = error;
    wire_close(w);
    return -1;
}

int wire_connect_start(struct wire *w, const struct server *s)
{
    bool connected;

    w->datagrams = s->address.by == BY_UDP;
    w->fd = address_call(&s->address, QUEUE_SECONDS, &connected);
    if (w->fd == -1)
        return refused(w, errno);
    w->connected = connected ? deadline_now() : 0;
    return 0;
}

int wire_try_connect(struct wire *w)
{
    int error = 0;
    socklen_t size = sizeof error;

    getsockopt(w->fd, SOL_SOCKET, SO_ERROR, &error, &size);
    if (error != 0 && error != ECONNRESET && error != EPIPE)
        return refused(w, error);
    w->connected = deadline_now();
    if (error != 0) {
        w->end = WIRE_RESET;
        w->error = error;
    }
    return 0;
}

/* Sleeps until the socket has one of `events`. Returns 0, or -1: too late. */
static int wait_for(const struct wire *w, short events, int64_t deadline)
{
    struct pollfd p = { .fd = w->fd, .events = events };
    int ready;

    do
        ready = poll(&p, 1, deadline_left(deadline));
    while (ready == -1 && errno == EINTR);
    return ready == 1 ? 0 : -1;
}

int wire_connect(struct wire *w, const struct server *s, double seconds)
{
    if (wire_connect_start(w, s) == -1)
        return -1;
    if (w->connected != 0)
        return 0;
    if (wait_for(w, POLLOUT, deadline_in(seconds)) == -1)
        return refused(w, ETIMEDOUT);
    return wire_try_connect(w);
}

int wire_reach(struct server *s)
{
    struct wire w = { .fd = -1 };
    int reached = s->target->command ? 0 : wire_connect(&w, s, REACH_SECONDS);

    if (reached == -1)
        snprintf(s->why, sizeof s->why, "%s: %s", s->target->name,
                 wire_describe(&w));
    wire_close(&w);
    return reached;
}

static bool would_block(int error)
{
    return error == EAGAIN || error == EINTR || error == ENOBUFS
           || error == ENOMEM;
}

/* What arrived before the RST can still be read, and tells more than it. */
static void end_by_reset(struct wire *w, int error)
{
    while (!w->mute && w->end == WIRE_OPEN && wire_try_receive(w, SIZE_MAX) > 0)
        ;
    if (w->end == WIRE_WRONG)
        return;
    w->end = WIRE_RESET;
    w->error = error;
}

size_t wire_try_send(struct wire *w, uint64_t n)
{
    size_t most = w->piece > 0 && w->piece < PATTERN_RUN ? w->piece
                                                         : PATTERN_RUN;
    ssize_t went = send(w->fd, pattern_at(w->seed, w->sent),
                        n < most ? (size_t)n : most, MSG_NOSIGNAL);

    if (went == -1 && !would_block(errno))
        end_by_reset(w, errno);
    if (went <= 0)
        return 0;
    w->sent += (uint64_t)went;
    w->went = (size_t)went;
    return (size_t)went;
}

uint64_t wire_owed(const struct wire *w)
{
    return pattern_owed(w->seed, w->sent) - w->received;
}

/* Counts the bytes that are right, and keeps the first ones that are not. */
static void verify(struct wire *w, const unsigned char *got, size_t size)
{
    uint64_t owed = wire_owed(w);
    bool whole = !w->datagrams || size == owed;
    size_t right = pattern_verify(got, size < owed ? size : (size_t)owed,
                               w->seed, w->received);

    w->last = deadline_now();
    if (w->first == 0)
        w->first = w->last;
    w->received += right;
    w->came = size;
    if (right == size && whole)
        return;
    w->end = WIRE_WRONG;
    w->wrong_size = size - right < sizeof w->wrong ? size - right
                                                   : sizeof w->wrong;
    memcpy(w->wrong, got + right, w->wrong_size);
}

size_t wire_try_receive(struct wire *w, size_t n)
{
    static unsigned char got[PATTERN_RUN];
    ssize_t came = recv(w->fd, got, n < sizeof got ? n : sizeof got, 0);

    if (came > 0 || (came == 0 && w->datagrams)) {
        verify(w, got, (size_t)came);
        return (size_t)came;
    }
    if (came == 0) {
        w->end = WIRE_FIN;
    } else if (!would_block(errno)) {
        w->end = WIRE_RESET;
        w->error = errno;
    }
    return 0;
}

void wire_try_half_close(struct wire *w)
{
    shutdown(w->fd, SHUT_WR);
    w->shut = true;
}

static int send_until(struct wire *w, size_t n, int64_t deadline)
{
    while (n > 0 && w->end == WIRE_OPEN) {
        size_t went = wire_try_send(w, n);

        n -= went;
        if (went == 0 && w->end == WIRE_OPEN
            && wait_for(w, POLLOUT, deadline) == -1)
            return -1;
    }
    return n == 0 ? 0 : -1;
}

static int receive_until(struct wire *w, size_t n, int64_t deadline)
{
    while (n > 0 && w->end == WIRE_OPEN) {
        /* For the last bytes owed, leave room for one too many. */
        size_t room = wire_owed(w) <= n ? SIZE_MAX : n;
        uint64_t before = w->received;

        if (wait_for(w, POLLIN, deadline) == -1)
            return -1;
        wire_try_receive(w, room);
        n -= (size_t)(w->received - before);
    }
    return n == 0 && w->end != WIRE_WRONG ? 0 : -1;
}

int wire_send(struct wire *w, size_t n, double seconds)
{
    return send_until(w, n, deadline_in(seconds));
}

int wire_receive(struct wire *w, size_t n, double seconds)
{
    return receive_until(w, n, deadline_in(seconds));
}

/* In portions that the kernel can hold: else, with a large n, we and the
 * server would each wait for ever for the other to read. */
int wire_echo(struct wire *w, size_t n, double seconds)
{
    int64_t deadline = deadline_in(seconds);

    for (size_t part; n > 0; n -= part) {
        part = n < PATTERN_RUN ? n : PATTERN_RUN;
        if (send_until(w, part, deadline) == -1
            || receive_until(w, (size_t)wire_owed(w), deadline) == -1)
            return -1;
    }
    return 0;
}

int wire_finish(struct wire *w, double seconds)
{
    int64_t deadline = deadline_in(seconds);
    uint64_t before = w->received;

    wire_try_half_close(w);
    while (w->end == WIRE_OPEN) {
        if (wait_for(w, POLLIN, deadline) == -1)
            return -1;
        wire_try_receive(w, SIZE_MAX);
    }
    return w->end == WIRE_FIN && w->received == before ? 0 : -1;
}

/* 0 is not a client's socket: that struct wire was never connected. */
void wire_close(struct wire *w)
{
    if (w->fd > 0)
        close(w->fd);
    w->fd = -1;
}

void wire_reset(struct wire *w)
{
    struct linger now = { .l_onoff = 1, .l_linger = 0 };

    if (w->fd > 0)
        setsockopt(w->fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    wire_close(w);
}

int wire_unacknowledged(const struct wire *w)
{
    int bytes;

    return ioctl(w->fd, SIOCOUTQ, &bytes) == -1 ? -1 : bytes;
}

int wire_unread(const struct wire *w)
{
    int bytes;

    return ioctl(w->fd, SIOCINQ, &bytes) == -1 ? -1 : bytes;
}
