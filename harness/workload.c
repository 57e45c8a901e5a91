/*
 * workload.c: a crowd of clients in one epoll loop. One epoll_wait serves as
 * many as have news; each of them reads, verifies, and writes its next message
 * at once. EPOLLOUT is asked for only while the kernel would not take all.
 */
#include "workload.h"

#include "deadline.h"
#include "target.h"
#include "turn.h"

#include <err.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

enum { BATCH = 256 };         /* events taken at once */

struct client {
    struct wire wire;
    uint64_t begun;             /* messages asked, on this connection */
    uint64_t done;              /* messages answered, on this connection */
    uint64_t total;             /* messages answered, on all its connections */
    uint32_t events;            /* what epoll watches for; 0: not watched */
    int64_t started;            /* when it first connected */
    int64_t first;              /* when its first answer came; 0: not yet */
    int64_t *asked;             /* when: a ring of `depth` moments */
};

struct crowd {
    struct workload plan;
    const struct server *server;
    int epoll;
    size_t living;              /* clients that have not left */
    uint32_t seed;              /* of the newest connection */
    struct client *clients;
    int64_t *asked;
    struct outcome so_far;
    int64_t marked;             /* when counting began */
    int64_t own_cpu, server_cpu;        /* at that moment */
    int64_t longest;
};

static int64_t own_cpu(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

/* The client is over: it is done, or its connection came to an end. */
static void client_leave(struct crowd *crowd, struct client *c)
{
    struct outcome *o = &crowd->so_far;
    enum wire_end end = c->wire.end;

    wire_reset(&c->wire);
    crowd->living--;
    if (end == WIRE_OPEN)
        return;
    if (o->wrong + o->lost == 0)
        o->culprit = c->wire;
    if (end == WIRE_WRONG)
        o->wrong++;
    else
        o->lost++;
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

/* How many bytes of its stream it may have sent by now. */
static uint64_t client_goal(struct crowd *crowd, struct client *c, int64_t now)
{
    const struct workload *plan = &crowd->plan;
    uint64_t goal = c->done + plan->depth;

    if (plan->stream)
        return plan->messages ? plan->messages * plan->size : UINT64_MAX;
    if (plan->messages && !plan->reconnect && goal > plan->messages)
        goal = plan->messages;
    while (c->begun < goal)
        c->asked[c->begun++ % plan->depth] = now;
    return goal * plan->size;
}

static void client_send(struct crowd *crowd, struct client *c, int64_t now)
{
    struct wire *w = &c->wire;
    uint64_t goal = client_goal(crowd, c, now);

    if (w->sent < goal && turn_send(w, goal - w->sent) > 0)
        w->connected = w->connected ? w->connected : now;
    if (w->end != WIRE_OPEN)
        client_leave(crowd, c);
    else
        client_watch(crowd, c, w->sent < goal ? EPOLLIN | EPOLLOUT : EPOLLIN);
}

/* A new connection; its first message goes at once, since on loopback the
 * handshake is over by then. If it is not, epoll says when. */
static void client_connect(struct crowd *crowd, struct client *c)
{
    int64_t now = deadline_now();

    c->wire = (struct wire){ .seed = ++crowd->seed };
    c->begun = c->done = 0;
    c->events = 0;
    if (c->started == 0)
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
    if (!crowd->plan.stream && took > crowd->longest)
        crowd->longest = took;
}

/* What it has received answers so much; what does it do next? */
static void client_next(struct crowd *crowd, struct client *c)
{
    const struct workload *plan = &crowd->plan;

    if (plan->messages && c->total == plan->messages) {
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

static void client_turn(struct crowd *crowd, struct client *c, uint32_t events)
{
    if (events & (EPOLLIN | EPOLLERR | EPOLLHUP))
        client_receive(crowd, c);
    else
        client_send(crowd, c, deadline_now());
}

static int crowd_allocate(struct crowd *crowd)
{
    struct workload *plan = &crowd->plan;

    crowd->clients = calloc(plan->clients, sizeof *crowd->clients);
    crowd->asked = calloc(plan->clients * plan->depth, sizeof *crowd->asked);
    crowd->epoll = epoll_create1(EPOLL_CLOEXEC);
    if (crowd->clients && crowd->asked && crowd->epoll != -1)
        return 0;
    warn("%zu clients", plan->clients);
    return -1;
}

struct crowd *crowd_open(const struct workload *plan, const struct server *s)
{
    struct crowd *crowd = calloc(1, sizeof *crowd);

    if (!crowd) {
        warn("clients");
        return NULL;
    }
    crowd->plan = *plan;
    crowd->server = s;
    if (crowd->plan.depth == 0)
        crowd->plan.depth = 1;
    if (crowd_allocate(crowd) == -1) {
        crowd_close(crowd);
        return NULL;
    }
    crowd_mark(crowd);
    crowd->living = plan->clients;
    for (size_t i = 0; i < plan->clients; i++) {
        crowd->clients[i].asked = crowd->asked + i * crowd->plan.depth;
        client_connect(crowd, &crowd->clients[i]);
    }
    return crowd;
}

size_t crowd_run(struct crowd *crowd, int64_t until)
{
    struct epoll_event events[BATCH];

    while (crowd->living > 0 && deadline_now() < until) {
        int n = epoll_wait(crowd->epoll, events, BATCH, deadline_left(until));
        for (int i = 0; i < n; i++)
            client_turn(crowd, events[i].data.ptr, events[i].events);
    }
    return crowd->living;
}

void crowd_mark(struct crowd *crowd)
{
    crowd->so_far.messages = 0;
    crowd->so_far.bytes = 0;
    crowd->longest = 0;
    crowd->marked = deadline_now();
    crowd->own_cpu = own_cpu();
    crowd->server_cpu = target_cpu(crowd->server);
}

static int earlier(const void *a, const void *b)
{
    const double *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

/* Time to the first answer: of all clients, those still waiting included. */
static void crowd_first(const struct crowd *crowd, struct outcome *o)
{
    size_t n = crowd->plan.clients;
    int64_t now = deadline_now();
    double *first = calloc(n, sizeof *first);

    if (!first)
        return;
    for (size_t i = 0; i < n; i++) {
        const struct client *c = &crowd->clients[i];
        first[i] = (double)((c->first ? c->first : now) - c->started) / 1e9;
        o->answered += c->first != 0;
    }
    qsort(first, n, sizeof *first, earlier);
    o->first_median = first[n / 2];
    o->first_worst = first[n - 1];
    free(first);
}

void crowd_outcome(const struct crowd *crowd, struct outcome *o)
{
    int64_t cpu = target_cpu(crowd->server);

    *o = crowd->so_far;
    o->seconds = (double)(deadline_now() - crowd->marked) / 1e9;
    o->own_cpu = (double)(own_cpu() - crowd->own_cpu) / 1e9;
    o->server_cpu = cpu == -1 || crowd->server_cpu == -1 ? -1
        : (double)(cpu - crowd->server_cpu) / 1e9;
    o->longest = (double)crowd->longest / 1e9;
    crowd_first(crowd, o);
}

void crowd_close(struct crowd *crowd)
{
    for (size_t i = 0; crowd->clients && i < crowd->plan.clients; i++)
        wire_reset(&crowd->clients[i].wire);
    if (crowd->epoll != -1)
        close(crowd->epoll);
    free(crowd->clients);
    free(crowd->asked);
    free(crowd);
}

int workload_run(const struct workload *plan, const struct server *s,
                 struct outcome *o)
{
    struct crowd *crowd = crowd_open(plan, s);

    if (!crowd)
        return -1;
    if (plan->warm_up > 0) {
        crowd_run(crowd, deadline_now() + (int64_t)(plan->warm_up * 1e9));
        crowd_mark(crowd);
    }
    crowd_run(crowd, deadline_now() + (int64_t)(plan->seconds * 1e9));
    crowd_outcome(crowd, o);
    crowd_close(crowd);
    return 0;
}

bool workload_client_bound(const struct outcome *o)
{
    return o->own_cpu > 0.95 * o->seconds;
}
