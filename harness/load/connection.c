/*
 * connection.c: one client's turn: read, verify, and write the next message at
 * once. EPOLLOUT is asked for only while the kernel would not take all.
 */
#include "load/connection.h"

#include "lib/deadline.h"
#include "load/histogram.h"

#include <errno.h>
#include <sys/epoll.h>

/* The client is done, or its connection has ended. */
static void client_leave(struct generator *g, struct connection *c)
{
    struct outcome *o = &g->so_far;

    if (c->wire.end == WIRE_RESET && c->wire.connected == 0)
        c->wire.end = WIRE_REFUSED;
    enum wire_end end = c->wire.end;
    wire_close(&c->wire);
    g->living--;
    if (end == WIRE_OPEN)
        return;
    if (o->wrong + o->lost == 0)
        o->culprit = c->wire;
    if (end == WIRE_WRONG) {
        o->wrong++;
    } else {
        o->lost++;
        o->missing += c->wire.sent - c->wire.received;
    }
}

static void watch_events(struct generator *g, struct connection *c,
                         uint32_t events)
{
    struct epoll_event e = { .events = events, .data.ptr = c };
    int change = c->events ? EPOLL_CTL_MOD : EPOLL_CTL_ADD;

    if (events == c->events)
        return;
    c->events = events;
    if (epoll_ctl(g->epoll, change, c->wire.fd, &e) == 0)
        return;
    c->wire.error = errno;
    c->wire.end = WIRE_REFUSED;
    client_leave(g, c);
}

int64_t connection_planned(const struct generator *g, uint64_t n)
{
    return g->opened + (int64_t)((double)n * 1e9 / g->plan.rate);
}

/* The place in the plan of a client's nth message. */
static uint64_t plan_place(const struct generator *g,
                           const struct connection *c, uint64_t n)
{
    return n * g->plan.clients + (uint64_t)(c - g->clients);
}

/* When its next message is asked, as far as its latency is concerned. */
static int64_t next_asked(const struct generator *g,
                          const struct connection *c, int64_t now)
{
    return g->plan.rate > 0
        ? connection_planned(g, plan_place(g, c, c->begun)) : now;
}

/* How many bytes of its stream are due by now. */
static uint64_t bytes_due(struct generator *g, struct connection *c,
                          int64_t now)
{
    const struct workload *plan = &g->plan;
    uint64_t goal = c->done + plan->depth;

    if (g->ending)
        return plan->stream ? c->wire.sent : c->begun * plan->size;
    if (plan->stream)
        return plan->messages ? plan->messages * plan->size : UINT64_MAX;
    if (plan->messages && !plan->reconnect && goal > plan->messages)
        goal = plan->messages;
    while (c->begun < goal) {
        int64_t asks = next_asked(g, c, now);
        if (asks > now)
            break;
        c->asked[c->begun++ % plan->depth] = asks;
        c->started = c->started ? c->started : asks;
    }
    return c->begun * plan->size;
}

void connection_send(struct generator *g, struct connection *c, int64_t now)
{
    struct wire *w = &c->wire;
    uint64_t goal = bytes_due(g, c, now);

    if (w->sent < goal && wire_try_send(w, goal - w->sent) > 0)
        w->connected = w->connected ? w->connected : now;
    if (w->end != WIRE_OPEN || (g->ending && w->received == goal))
        client_leave(g, c);
    else
        watch_events(g, c, w->sent < goal ? EPOLLIN | EPOLLOUT : EPOLLIN);
}

/* A new connection; its first message goes at once, since on loopback the
 * handshake is over by then. If it is not, epoll says when. */
void connection_open(struct generator *g, struct connection *c)
{
    int64_t now = deadline_now();

    c->wire = (struct wire){ .seed = ++g->seed };
    c->begun = c->done = 0;
    c->events = 0;
    if (c->started == 0 && g->plan.rate <= 0)
        c->started = now;
    if (wire_connect_start(&c->wire, g->server) == -1)
        client_leave(g, c);
    else
        connection_send(g, c, now);
}

/* One more message has been answered. */
static void answered(struct generator *g, struct connection *c, int64_t now)
{
    int64_t took = now - c->asked[c->done % g->plan.depth];

    c->done++;
    c->total++;
    g->so_far.messages++;
    if (g->plan.stream)
        return;
    if (took > g->longest)
        g->longest = took;
    if (g->plan.latency)
        histogram_add(g->plan.latency, took);
}

/* After an answer: it is done, reconnects, or sends on. */
static void client_next(struct generator *g, struct connection *c, int64_t now)
{
    const struct workload *plan = &g->plan;

    bool enough = plan->messages && c->total == plan->messages;

    if (enough || (plan->reconnect && g->ending)) {
        client_leave(g, c);
    } else if (plan->reconnect && c->done > 0) {
        wire_reset(&c->wire);
        connection_open(g, c);
    } else {
        connection_send(g, c, now);
    }
}

static void client_receive(struct generator *g, struct connection *c)
{
    struct wire *w = &c->wire;
    uint64_t before = w->received;
    size_t came = wire_try_receive(w, SIZE_MAX);

    g->so_far.bytes += w->received - before;
    if (c->first == 0)
        c->first = w->first;
    while (w->received >= (c->done + 1) * g->plan.size)
        answered(g, c, w->last);
    if (w->end != WIRE_OPEN)
        client_leave(g, c);
    else if (came > 0)
        client_next(g, c, w->last);
}

/* A new socket, on which the stream goes on: an answer that comes to the old
 * one is not seen any more. */
void connection_look(struct generator *g, struct connection *c, int64_t now)
{
    struct wire *w = &c->wire;
    int64_t most = (int64_t)(g->plan.patience * deadline_scale * 1e9);

    if (w->fd <= 0 || c->done == c->begun
        || now - c->asked[c->done % g->plan.depth] < most)
        return;
    g->so_far.dropped++;
    c->done++;
    c->total++;
    c->events = 0;
    wire_close(w);
    *w = (struct wire){ .seed = w->seed, .sent = w->sent, .received = w->sent };
    if (wire_connect_start(w, g->server) == -1)
        client_leave(g, c);
    else
        client_next(g, c, now);
}

void connection_turn(struct generator *g, struct connection *c, uint32_t events)
{
    if (events & (EPOLLIN | EPOLLERR | EPOLLHUP))
        client_receive(g, c);
    else
        connection_send(g, c, deadline_now());
}
