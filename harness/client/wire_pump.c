/*
 * wire_pump.c: a crowd of clients, moved in one poll(2) loop.
 *
 * Both directions of each are open at once: whoever sends first and reads
 * later stands still with any echo server as soon as the kernel's buffers are
 * full. A client who is done leaves the crowd, so that the rounds grow cheaper.
 */
#include "client/wire.h"

#include "lib/deadline.h"

#include <err.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>

struct crowd {
    struct wire **wire;         /* those who are not done yet */
    struct pollfd *poll;        /* what each of them waits for */
    size_t n;
};

static bool sent_all(const struct wire *w)
{
    return w->connected != 0 && w->sent >= w->to_send &&
           (w->shut || !w->half_close);
}

static bool done(const struct wire *w)
{
    if (!sent_all(w) || w->mute)
        return sent_all(w) && w->end == WIRE_OPEN;
    return w->received >= w->to_send && w->end != WIRE_WRONG &&
           (!w->half_close || w->end == WIRE_FIN);
}

/* Closed by our caller; one who could not connect has no descriptor either. */
static bool hung_up(const struct wire *w)
{
    return w->fd == -1 && w->end != WIRE_REFUSED;
}

static short wants(const struct wire *w)
{
    if (w->connected == 0)
        return POLLOUT;
    return (short)((w->mute ? 0 : POLLIN) | (sent_all(w) ? 0 : POLLOUT));
}

/* Who never reads cannot see end of file; that the connection is gone comes
 * unasked. */
static void hear_of_reset(struct wire *w, short events)
{
    socklen_t size = sizeof w->error;

    if ((events & (POLLERR | POLLHUP | POLLNVAL)) == 0)
        return;
    w->end = WIRE_RESET;
    getsockopt(w->fd, SOL_SOCKET, SO_ERROR, &w->error, &size);
}

/* At most one recv and one send. Receives first: a server that has closed is
 * then seen as it said so, and not by a send that fails. */
static void turn(struct wire *w, short events)
{
    if (events == 0)
        return;
    if (w->connected == 0 && wire_try_connect(w) == -1)
        return;
    if (w->mute)
        hear_of_reset(w, events);
    else if (events & ~POLLOUT)
        wire_try_receive(w, SIZE_MAX);
    if (w->end != WIRE_OPEN)
        return;
    if (w->sent < w->to_send)
        wire_try_send(w, w->to_send - w->sent);
    if (w->sent >= w->to_send && w->half_close && !w->shut)
        wire_try_half_close(w);
}

/* Strikes out who is done. Returns the first who has come to a wrong end, or
 * NULL. */
static struct wire *look_round(struct crowd *c)
{
    for (size_t i = 0; i < c->n;) {
        struct wire *w = c->wire[i];

        if (done(w) || hung_up(w)) {
            c->wire[i] = c->wire[--c->n];
            continue;
        }
        if (w->end != WIRE_OPEN)
            return w;
        c->poll[i++] = (struct pollfd){ .fd = w->fd, .events = wants(w) };
    }
    return NULL;
}

/* Returns the client on whom it came to grief, or NULL. */
static struct wire *move_all(struct crowd *c, int64_t deadline)
{
    for (;;) {
        struct wire *fallen = look_round(c);
        int left = deadline_left(deadline);
        int ready;

        if (fallen != NULL || c->n == 0)
            return fallen;
        ready = poll(c->poll, c->n, left);
        if (left == 0 || ready == 0 || (ready == -1 && errno != EINTR))
            return c->wire[0];
        for (size_t i = 0; ready > 0 && i < c->n; i++)
            turn(c->wire[i], c->poll[i].revents);
    }
}

int wire_pump(struct wire *w, size_t n, int64_t deadline,
              struct wire **culprit)
{
    struct crowd c = {
        .wire = calloc(n + 1, sizeof *c.wire),
        .poll = calloc(n + 1, sizeof *c.poll),
    };
    struct wire *fallen = w;

    if (c.wire == NULL || c.poll == NULL) {
        warn("%zu clients", n);
    } else {
        for (; c.n < n; c.n++)
            c.wire[c.n] = &w[c.n];
        fallen = move_all(&c, deadline);
    }
    if (fallen != NULL && culprit != NULL)
        *culprit = fallen;
    free(c.wire);
    free(c.poll);
    return fallen == NULL ? 0 : -1;
}
