/*
 * generator.c: the load generator: many clients in one epoll loop.
 */
#include "load/generator.h"

#include "lib/deadline.h"
#include "lib/interrupt.h"
#include "load/connection.h"
#include "load/histogram.h"
#include "load/statistics.h"
#include "server/server.h"

#include <err.h>
#include <math.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

enum {
    BATCH = 256,                /* events taken at once */
    LOOK_MS = 10                /* between two looks for what is lost */
};

static int64_t own_cpu(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

/* Gives a turn to each client with a message that is due, and sets the timer
 * for the next. Far behind the plan, one turn a client is enough. */
static void plan_follow(struct generator *g)
{
    int64_t now = deadline_now();
    uint64_t due = (uint64_t)((double)(now - g->opened)
                              * g->plan.rate / 1e9) + 1;
    size_t n = g->plan.clients;

    if (due > g->planned + n)
        g->planned = due - n;
    for (; g->planned < due; g->planned++) {
        struct connection *c = &g->clients[g->planned % n];
        if (c->wire.fd > 0)
            connection_send(g, c, now);
    }
    int64_t next = connection_planned(g, due);
    struct itimerspec at = {
        .it_value = { next / 1000000000, next % 1000000000 }
    };
    timerfd_settime(g->timer, TFD_TIMER_ABSTIME, &at, NULL);
}

static int plan_begin(struct generator *g)
{
    struct epoll_event e = { .events = EPOLLIN, .data.ptr = NULL };

    g->opened = deadline_now();
    if (g->plan.rate <= 0)
        return 0;
    g->timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
    if (g->timer != -1
        && epoll_ctl(g->epoll, EPOLL_CTL_ADD, g->timer, &e) == 0)
        return 0;
    warn("timer");
    return -1;
}

static int allocate(struct generator *g)
{
    struct workload *plan = &g->plan;

    g->clients = calloc(plan->clients, sizeof *g->clients);
    g->asked = calloc(plan->clients * plan->depth, sizeof *g->asked);
    g->epoll = epoll_create1(EPOLL_CLOEXEC);
    if (g->clients && g->asked && g->epoll != -1)
        return 0;
    warn("%zu clients", plan->clients);
    return -1;
}

struct generator *generator_open(const struct workload *plan,
                                 const struct server *s)
{
    struct generator *g = calloc(1, sizeof *g);

    if (!g) {
        warn("clients");
        return NULL;
    }
    g->plan = *plan;
    g->server = s;
    if (g->plan.depth == 0)
        g->plan.depth = 1;
    if (allocate(g) == -1 || plan_begin(g) == -1) {
        generator_close(g);
        return NULL;
    }
    generator_mark(g);
    g->living = plan->clients;
    for (size_t i = 0; i < plan->clients; i++) {
        g->clients[i].asked = g->asked + i * g->plan.depth;
        connection_open(g, &g->clients[i]);
    }
    if (plan->rate > 0)
        plan_follow(g);
    return g;
}

/* Datagrams get lost: which answers are late? */
static void look_for_late(struct generator *g)
{
    int64_t now = deadline_now();

    if (g->plan.patience <= 0
        || now - g->looked < LOOK_MS * (int64_t)1000000)
        return;
    g->looked = now;
    for (size_t i = 0; i < g->plan.clients; i++)
        connection_look(g, &g->clients[i], now);
}

/* Waits so long for events, and gives a turn to each client that has one. */
static void step(struct generator *g, int milliseconds)
{
    struct epoll_event events[BATCH];
    bool looks = g->plan.patience > 0 && milliseconds > LOOK_MS;
    int n = epoll_wait(g->epoll, events, BATCH,
                       looks ? LOOK_MS : milliseconds);

    for (int i = 0; i < n; i++)
        if (events[i].data.ptr)
            connection_turn(g, events[i].data.ptr, events[i].events);
        else
            plan_follow(g);
    look_for_late(g);
}

size_t generator_run(struct generator *g, int64_t until)
{
    while (g->living > 0 && deadline_now() < until && !interrupt_came())
        step(g, deadline_left(until));
    return g->living;
}

void generator_run_both(struct generator *one, struct generator *other,
                        int64_t until)
{
    struct pollfd either[] = {
        { .fd = one->epoll, .events = POLLIN },
        { .fd = other->epoll, .events = POLLIN },
    };

    while (one->living > 0 && deadline_now() < until && !interrupt_came()) {
        poll(either, 2, deadline_left(until));
        step(one, 0);
        step(other, 0);
    }
}

void generator_spread(const struct generator *g, uint64_t *fewest,
                      uint64_t *most)
{
    *fewest = UINT64_MAX;
    *most = 0;
    for (size_t i = 0; i < g->plan.clients; i++) {
        uint64_t total = g->clients[i].total;
        *fewest = total < *fewest ? total : *fewest;
        *most = total > *most ? total : *most;
    }
}

void generator_firsts(const struct generator *g, double *seconds)
{
    for (size_t i = 0; i < g->plan.clients; i++) {
        const struct connection *c = &g->clients[i];
        seconds[i] = c->first ? (double)(c->first - c->started) / 1e9 : NAN;
    }
}

void generator_mark(struct generator *g)
{
    g->so_far.messages = 0;
    g->so_far.bytes = 0;
    g->so_far.dropped = 0;
    g->longest = 0;
    if (g->plan.latency)
        *g->plan.latency = (struct histogram){ 0 };
    g->server_cpu = server_cpu(g->server);
    g->own_cpu = own_cpu();
    g->marked = deadline_now();
}

/* Time to the first answer, of all clients that have sent anything. One that
 * still waits counts as answered now. */
static void first_answers(const struct generator *g, struct outcome *o)
{
    int64_t now = deadline_now();
    double *first = calloc(g->plan.clients, sizeof *first);

    if (!first)
        return;
    for (size_t i = 0; i < g->plan.clients; i++) {
        const struct connection *c = &g->clients[i];
        if (c->started == 0)
            continue;
        first[o->asked++] = (double)((c->first ? c->first : now)
                                     - c->started) / 1e9;
        o->answered += c->first != 0;
    }
    struct summary s = statistics_summary(first, o->asked);
    o->first_median = s.median;
    o->first_worst = s.max;
    free(first);
}

/* Open loop: messages that are due, and have no answer. */
static uint64_t overdue(const struct generator *g)
{
    int64_t now = deadline_now();
    uint64_t n = 0;

    for (size_t i = 0; g->plan.rate > 0 && i < g->plan.clients; i++) {
        const struct connection *c = &g->clients[i];
        double turns = (double)(now - connection_planned(g, i))
            * g->plan.rate / 1e9 / (double)g->plan.clients;
        if (turns > (double)c->done && !g->plan.messages)
            n += (uint64_t)turns - c->done;
    }
    return n;
}

void generator_outcome(const struct generator *g, struct outcome *o)
{
    *o = g->so_far;
    o->seconds = (double)(deadline_now() - g->marked) / 1e9;
    o->own_cpu = (double)(own_cpu() - g->own_cpu) / 1e9;
    int64_t cpu = server_cpu(g->server);
    o->server_cpu = cpu == -1 || g->server_cpu == -1 ? -1
        : (double)(cpu - g->server_cpu) / 1e9;
    o->longest = (double)g->longest / 1e9;
    o->overdue = overdue(g);
    first_answers(g, o);
}

void generator_finish(struct generator *g, struct outcome *o)
{
    struct outcome end;

    g->ending = true;
    for (size_t i = 0; i < g->plan.clients; i++)
        if (g->clients[i].wire.fd > 0)
            connection_send(g, &g->clients[i], deadline_now());
    o->waiting = generator_run(g, deadline_in(1));
    generator_outcome(g, &end);
    o->wrong = end.wrong;
    o->lost = end.lost;
    o->missing = end.missing;
    o->dropped = end.dropped;
    o->culprit = end.culprit;
}

void generator_close(struct generator *g)
{
    for (size_t i = 0; g->clients && i < g->plan.clients; i++)
        wire_close(&g->clients[i].wire);
    if (g->epoll > 0)
        close(g->epoll);
    if (g->timer > 0)
        close(g->timer);
    free(g->clients);
    free(g->asked);
    free(g);
}

int generator_measure(const struct workload *plan, const struct server *s,
                 struct outcome *o)
{
    struct generator *g = generator_open(plan, s);

    if (!g)
        return -1;
    if (plan->warm_up > 0) {
        generator_run(g, deadline_now() + (int64_t)(plan->warm_up * 1e9));
        generator_mark(g);
    }
    generator_run(g, plan->messages ? deadline_in(plan->seconds)
              : deadline_now() + (int64_t)(plan->seconds * 1e9));
    generator_outcome(g, o);
    generator_finish(g, o);
    generator_close(g);
    return 0;
}

bool generator_client_bound(const struct outcome *o)
{
    return o->own_cpu > 0.95 * o->seconds;
}
