/*
 * generator.c: a crowd of clients in one epoll loop: one epoll_wait serves as
 * many as have news.
 */
#include "load/generator.h"

#include "load/connection.h"
#include "lib/deadline.h"
#include "load/histogram.h"
#include "lib/interrupt.h"
#include "load/statistics.h"
#include "server/server.h"

#include <err.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

enum { BATCH = 256 };           /* events taken at once */

static int64_t own_cpu(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

/* Whose time has come may send; the timer rings for the next. Far behind the
 * plan it is enough to turn to each client once. */
static void plan_follow(struct crowd *crowd)
{
    int64_t now = deadline_now();
    uint64_t due = (uint64_t)((double)(now - crowd->opened)
                              * crowd->plan.rate / 1e9) + 1;
    size_t n = crowd->plan.clients;

    if (due > crowd->planned + n)
        crowd->planned = due - n;
    for (; crowd->planned < due; crowd->planned++) {
        struct client *c = &crowd->clients[crowd->planned % n];
        if (c->wire.fd > 0)
            client_send(crowd, c, now);
    }
    int64_t next = plan_time(crowd, due);
    struct itimerspec at = {
        .it_value = { next / 1000000000, next % 1000000000 }
    };
    timerfd_settime(crowd->timer, TFD_TIMER_ABSTIME, &at, NULL);
}

static int plan_begin(struct crowd *crowd)
{
    struct epoll_event e = { .events = EPOLLIN, .data.ptr = NULL };

    crowd->opened = deadline_now();
    if (crowd->plan.rate <= 0)
        return 0;
    crowd->timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
    if (crowd->timer != -1
        && epoll_ctl(crowd->epoll, EPOLL_CTL_ADD, crowd->timer, &e) == 0)
        return 0;
    warn("timer");
    return -1;
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
    if (crowd_allocate(crowd) == -1 || plan_begin(crowd) == -1) {
        crowd_close(crowd);
        return NULL;
    }
    crowd_mark(crowd);
    crowd->living = plan->clients;
    for (size_t i = 0; i < plan->clients; i++) {
        crowd->clients[i].asked = crowd->asked + i * crowd->plan.depth;
        client_connect(crowd, &crowd->clients[i]);
    }
    if (plan->rate > 0)
        plan_follow(crowd);
    return crowd;
}

/* Gives a turn to those who have news, and waits for news so long. */
static void crowd_step(struct crowd *crowd, int milliseconds)
{
    struct epoll_event events[BATCH];
    int n = epoll_wait(crowd->epoll, events, BATCH, milliseconds);

    for (int i = 0; i < n; i++)
        if (events[i].data.ptr)
            client_turn(crowd, events[i].data.ptr, events[i].events);
        else
            plan_follow(crowd);
}

size_t crowd_run(struct crowd *crowd, int64_t until)
{
    while (crowd->living > 0 && deadline_now() < until && !interrupted())
        crowd_step(crowd, deadline_left(until));
    return crowd->living;
}

void crowd_run_both(struct crowd *one, struct crowd *other, int64_t until)
{
    struct pollfd either[] = {
        { .fd = one->epoll, .events = POLLIN },
        { .fd = other->epoll, .events = POLLIN },
    };

    while (one->living > 0 && deadline_now() < until && !interrupted()) {
        poll(either, 2, deadline_left(until));
        crowd_step(one, 0);
        crowd_step(other, 0);
    }
}

void crowd_spread(const struct crowd *crowd, uint64_t *fewest, uint64_t *most)
{
    *fewest = UINT64_MAX;
    *most = 0;
    for (size_t i = 0; i < crowd->plan.clients; i++) {
        uint64_t total = crowd->clients[i].total;
        *fewest = total < *fewest ? total : *fewest;
        *most = total > *most ? total : *most;
    }
}

void crowd_mark(struct crowd *crowd)
{
    crowd->so_far.messages = 0;
    crowd->so_far.bytes = 0;
    crowd->longest = 0;
    if (crowd->plan.latency)
        *crowd->plan.latency = (struct histogram){ 0 };
    crowd->server_cpu = target_cpu(crowd->server);
    crowd->own_cpu = own_cpu();
    crowd->marked = deadline_now();
}

/* Time to the first answer: of all clients that asked, those still waiting
 * included. */
static void crowd_first(const struct crowd *crowd, struct outcome *o)
{
    int64_t now = deadline_now();
    double *first = calloc(crowd->plan.clients, sizeof *first);

    if (!first)
        return;
    for (size_t i = 0; i < crowd->plan.clients; i++) {
        const struct client *c = &crowd->clients[i];
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

/* Messages whose time has come, and which have no answer. */
static uint64_t crowd_overdue(const struct crowd *crowd)
{
    int64_t now = deadline_now();
    uint64_t n = 0;

    for (size_t i = 0; crowd->plan.rate > 0 && i < crowd->plan.clients; i++) {
        const struct client *c = &crowd->clients[i];
        double turns = (double)(now - plan_time(crowd, i))
            * crowd->plan.rate / 1e9 / (double)crowd->plan.clients;
        if (turns > (double)c->done && !crowd->plan.messages)
            n += (uint64_t)turns - c->done;
    }
    return n;
}

void crowd_outcome(const struct crowd *crowd, struct outcome *o)
{
    *o = crowd->so_far;
    o->seconds = (double)(deadline_now() - crowd->marked) / 1e9;
    o->own_cpu = (double)(own_cpu() - crowd->own_cpu) / 1e9;
    int64_t cpu = target_cpu(crowd->server);
    o->server_cpu = cpu == -1 || crowd->server_cpu == -1 ? -1
        : (double)(cpu - crowd->server_cpu) / 1e9;
    o->longest = (double)crowd->longest / 1e9;
    o->overdue = crowd_overdue(crowd);
    crowd_first(crowd, o);
}

void crowd_finish(struct crowd *crowd, struct outcome *o)
{
    struct outcome end;

    crowd->ending = true;
    for (size_t i = 0; i < crowd->plan.clients; i++)
        if (crowd->clients[i].wire.fd > 0)
            client_send(crowd, &crowd->clients[i], deadline_now());
    o->waiting = crowd_run(crowd, deadline_in(1));
    crowd_outcome(crowd, &end);
    o->wrong = end.wrong;
    o->lost = end.lost;
    o->missing = end.missing;
    o->culprit = end.culprit;
}

void crowd_close(struct crowd *crowd)
{
    for (size_t i = 0; crowd->clients && i < crowd->plan.clients; i++)
        wire_reset(&crowd->clients[i].wire);
    if (crowd->epoll > 0)
        close(crowd->epoll);
    if (crowd->timer > 0)
        close(crowd->timer);
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
    crowd_run(crowd, plan->messages ? deadline_in(plan->seconds)
              : deadline_now() + (int64_t)(plan->seconds * 1e9));
    crowd_outcome(crowd, o);
    crowd_close(crowd);
    return 0;
}

bool workload_client_bound(const struct outcome *o)
{
    return o->own_cpu > 0.95 * o->seconds;
}
