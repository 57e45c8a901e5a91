/*
 * connection.c: one client's turn: read, verify, and write the next message at
 * once. EPOLLOUT is asked for only while the kernel would not take all.
 */
#include "load/connection.h"

#include "lib/deadline.h"
#include "load/histogram.h"
#include "client/turn.h"

#include <errno.h>
#include <sys/epoll.h>

/* The client is over: it is done, or its connection came to an end. */
static void client_leave(struct crowd *crowd, struct client *c)
{
    struct outcome *o = &crowd->so_far;

    if (c->wire.end == WIRE_RESET && c->wire.connected == 0)
        c->wire.end = WIRE_REFUSED;
    enum wire_end end = c->wire.end;
    wire_reset(&c->wire);
    crowd->living--;
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

static void client_watch(struct crowd *crowd, struct client *c, uint32_t events)
{
    struct epoll_event e = { .events = events, .data.ptr = c };
    int change = c->events ? EPOLL_CTL_MOD : EPOLL_CTL_ADD;

    if (events == c->events)
        return;
    c->events = events;
    if (epoll_ctl(crowd->epoll, change, c->wire.fd, &e) == 0)
        return;
    c->wire.error = errno;
    c->wire.end = WIRE_REFUSED;
    client_leave(crowd, c);
}

int64_t plan_time(const struct crowd *crowd, uint64_t n)
{
    return crowd->opened + (int64_t)((double)n * 1e9 / crowd->plan.rate);
}

/* The place in the plan of a client's nth message. */
static uint64_t plan_place(const struct crowd *crowd, const struct client *c,
                           uint64_t n)
{
    return n * crowd->plan.clients + (uint64_t)(c - crowd->clients);
}

/* When its next message is asked, as far as its latency is concerned. */
static int64_t client_asks(const struct crowd *crowd, const struct client *c,
                           int64_t now)
{
    return crowd->plan.rate > 0
        ? plan_time(crowd, plan_place(crowd, c, c->begun)) : now;
}

/* How many bytes of its stream it may have sent by now. */
static uint64_t client_goal(struct crowd *crowd, struct client *c, int64_t now)
{
    const struct workload *plan = &crowd->plan;
    uint64_t goal = c->done + plan->depth;

    if (crowd->ending)
        return plan->stream ? c->wire.sent : c->begun * plan->size;
    if (plan->stream)
        return plan->messages ? plan->messages * plan->size : UINT64_MAX;
    if (plan->messages && !plan->reconnect && goal > plan->messages)
        goal = plan->messages;
    while (c->begun < goal) {
        int64_t asks = client_asks(crowd, c, now);
        if (asks > now)
            break;
        c->asked[c->begun++ % plan->depth] = asks;
        c->started = c->started ? c->started : asks;
    }
    return c->begun * plan->size;
}

void client_send(struct crowd *crowd, struct client *c, int64_t now)
{
    struct wire *w = &c->wire;
    uint64_t goal = client_goal(crowd, c, now);

    if (w->sent < goal && turn_send(w, goal - w->sent) > 0)
        w->connected = w->connected ? w->connected : now;
    if (w->end != WIRE_OPEN || (crowd->ending && w->received == goal))
        client_leave(crowd, c);
    else
        client_watch(crowd, c, w->sent < goal ? EPOLLIN | EPOLLOUT : EPOLLIN);
}

/* A new connection; its first message goes at once, since on loopback the
 * handshake is over by then. If it is not, epoll says when. */
void client_connect(struct crowd *crowd, struct client *c)
{
    int64_t now = deadline_now();

    c->wire = (struct wire){ .seed = ++crowd->seed };
    c->begun = c->done = 0;
    c->events = 0;
    if (c->started == 0 && crowd->plan.rate <= 0)
        c->started = now;
    if (wire_connect_start(&c->wire, crowd->server) == -1)
        client_leave(crowd, c);
    else
        client_send(crowd, c, now);
}

/* One more message has been answered. */
static void client_answered(struct crowd *crowd, struct client *c, int64_t now)
{
    int64_t took = now - c->asked[c->done % crowd->plan.depth];

    c->done++;
    c->total++;
    crowd->so_far.messages++;
    if (crowd->plan.stream)
        return;
    if (took > crowd->longest)
        crowd->longest = took;
    if (crowd->plan.latency)
        histogram_add(crowd->plan.latency, took);
}

/* What it has received answers so much; what does it do next? */
static void client_next(struct crowd *crowd, struct client *c)
{
    const struct workload *plan = &crowd->plan;

    bool enough = plan->messages && c->total == plan->messages;

    if (enough || (plan->reconnect && crowd->ending)) {
        client_leave(crowd, c);
    } else if (plan->reconnect && c->done > 0) {
        wire_reset(&c->wire);
        client_connect(crowd, c);
    } else {
        client_send(crowd, c, c->wire.last);
    }
}

static void client_receive(struct crowd *crowd, struct client *c)
{
    struct wire *w = &c->wire;
    uint64_t before = w->received;
    size_t came = turn_receive(w, SIZE_MAX);

    crowd->so_far.bytes += w->received - before;
    if (c->first == 0)
        c->first = w->first;
    while (w->received >= (c->done + 1) * crowd->plan.size)
        client_answered(crowd, c, w->last);
    if (w->end != WIRE_OPEN)
        client_leave(crowd, c);
    else if (came > 0)
        client_next(crowd, c);
}

void client_turn(struct crowd *crowd, struct client *c, uint32_t events)
{
    if (events & (EPOLLIN | EPOLLERR | EPOLLHUP))
        client_receive(crowd, c);
    else
        client_send(crowd, c, deadline_now());
}
