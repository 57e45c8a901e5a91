/*
 * wire_pump.c: many clients, moved in one poll(2) loop.
 *
 * Both directions of each client are open at once: a client that sends
 * everything before it reads comes to a standstill with any echo server as
 * soon as the kernel's buffers are full. A client that is done is no longer
 * polled, so the rounds grow cheaper.
 */
#include "client/wire.h"

#include "client/pattern.h"
#include "lib/deadline.h"

#include <err.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>

struct pump {
    struct wire **wires;        /* those that are not done yet */
    struct pollfd *polls;       /* what each of them waits for */
    size_t n;
};

static bool sent_all(const struct wire *w)
{
    return w->connected != 0 && w->sent >= w->to_send
           && (w->shut || !w->half_close);
}

static bool done(const struct wire *w)
{
    if (!sent_all(w) || w->mute)
        return sent_all(w) && w->end == WIRE_OPEN;
    return w->received >= pattern_owed(w->seed, w->to_send)
           && w->end != WIRE_WRONG && (!w->half_close || w->end == WIRE_FIN);
}

/* Closed by our caller. (A client that was refused has no descriptor
 * either.) */
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

/* A client that never reads does not see end of file; but poll(2) reports a
 * lost connection unasked. */
static void note_reset(struct wire *w, short events)
{
    socklen_t size = sizeof w->error;

    if ((events & (POLLERR | POLLHUP | POLLNVAL)) == 0)
        return;
    w->end = WIRE_RESET;
    getsockopt(w->fd, SOL_SOCKET, SO_ERROR, &w->error, &size);
}

/* At most one recv and one send. Receives first: if the server has closed, we
 * learn it from end of file, not from a send that fails. */
static void turn(struct wire *w, short events)
{
    if (events == 0)
        return;
    if (w->connected == 0)
        wire_try_connect(w);
    if (w->end != WIRE_OPEN)
        return;
    if (w->mute)
        note_reset(w, events);
    else if (events & ~POLLOUT)
        wire_try_receive(w, SIZE_MAX);
    if (w->end != WIRE_OPEN)
        return;
    if (w->sent < w->to_send)
        wire_try_send(w, w->to_send - w->sent);
    if (w->sent >= w->to_send && w->half_close && !w->shut)
        wire_try_half_close(w);
}

int wire_pump_round(struct wire *const *wires, struct pollfd *polls, size_t n,
                    int ms)
{
    int ready;

    for (size_t i = 0; i < n; i++)
        polls[i] = (struct pollfd){
            .fd = wires[i]->end == WIRE_OPEN ? wires[i]->fd : -1,
            .events = wants(wires[i]),
        };
    ready = poll(polls, n, ms);
    for (size_t i = 0; ready > 0 && i < n; i++)
        turn(wires[i], polls[i].revents);
    return ready;
}

/* Takes out the clients that are done. Returns the first that has come to a
 * wrong end, or NULL. */
static struct wire *drop_done(struct pump *p)
{
    for (size_t i = 0; i < p->n;) {
        struct wire *w = p->wires[i];

        if (done(w) || hung_up(w))
            p->wires[i] = p->wires[--p->n];
        else if (w->end != WIRE_OPEN)
            return w;
        else
            i++;
    }
    return NULL;
}

/* Returns the client to which something went wrong, or NULL. */
static struct wire *move_all(struct pump *p, int64_t deadline)
{
    for (;;) {
        struct wire *fallen = drop_done(p);
        int left = deadline_left(deadline);
        int ready;

        if (fallen || p->n == 0)
            return fallen;
        ready = wire_pump_round(p->wires, p->polls, p->n, left);
        if (left == 0 || ready == 0 || (ready == -1 && errno != EINTR))
            return p->wires[0];
    }
}

int wire_pump(struct wire *w, size_t n, int64_t deadline,
              struct wire **culprit)
{
    struct pump p = {
        .wires = calloc(n + 1, sizeof *p.wires),
        .polls = calloc(n + 1, sizeof *p.polls),
    };
    struct wire *fallen = w;

    if (!p.wires || !p.polls) {
        warn("%zu clients", n);
    } else {
        for (; p.n < n; p.n++)
            p.wires[p.n] = &w[p.n];
        fallen = move_all(&p, deadline);
    }
    if (fallen && culprit)
        *culprit = fallen;
    free(p.wires);
    free(p.polls);
    return fallen ? -1 : 0;
}
