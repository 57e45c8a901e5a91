/*
 * run.c: one server that questions are put to, and why an answer is missing.
 * All that is known of a server is how it behaves; its name says nothing.
 */
#include "compare/run.h"

#include "lib/deadline.h"
#include "lib/text.h"
#include "load/histogram.h"
#include "load/statistics.h"

#include <limits.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    MESSAGE = 64,               /* bytes */
    MEETINGS = 5,
    SPARE_FILES = 32            /* that are not clients */
};

/* Two clients, of which the first says nothing. A server that waits for it
 * answers the second when the first has left. Returns the seconds until then;
 * -1: it had to wait. */
static double meet_once(struct run *r)
{
    struct wire silent = { .seed = 1 };
    struct wire second = { .seed = 2 };
    double seconds = -1;

    if (wire_connect(&silent, &r->server, 2) == 0
        && wire_connect(&second, &r->server, 2) == 0) {
        int64_t start = deadline_now();
        if (wire_echo(&second, MESSAGE, 1) == 0)
            seconds = (double)(second.first - start) / 1e9;
        wire_close(&silent);
        r->turns_come = seconds >= 0
            || wire_receive(&second, MESSAGE, 2) == 0;
        r->wrong = r->wrong || second.end == WIRE_WRONG;
    }
    r->lost = r->lost || (second.end != WIRE_OPEN && second.end != WIRE_WRONG);
    wire_close(&silent);
    wire_close(&second);
    return seconds;
}

static void meet(struct run *r)
{
    struct answer *a = &r->meeting;
    double seconds[MEETINGS] = { 0 };

    *a = (struct answer){ .value = NAN };
    r->turns_come = false;
    r->second = 0;
    for (size_t i = 0; i < MEETINGS && r->second >= 0; i++)
        r->second = seconds[i] = meet_once(r);
    if (r->second >= 0) {
        r->second = statistics_summary(seconds, MEETINGS).median;
        a->value = r->second * 1e3;
    } else if (!run_ended(r, a)) {
        strcpy(a->word, r->turns_come ? "never" : "");
        run_cannot(a, "%s", run_excuse(r));
    }
}

const char *run_excuse(const struct run *r)
{
    if (r->turns_come)
        return "Serves one at a time.";
    return r->wrong ? "WRONG BYTES: its first answer is not what was sent."
                    : "Does not answer.";
}

int run_start(struct run *r, const struct target *t)
{
    const struct machine *m = r->machine;
    struct launch how = {
        .cpu = m->server_cpu + 1,
        .soft_files = m->files < INT_MAX ? (int)m->files : 0,
    };

    *r = (struct run){
        .machine = m, .window = r->window, .keep = r->keep,
        .question = r->question, .second = r->second,
        .turns_come = r->turns_come, .meeting = r->meeting,
        .wrong = r->wrong,
    };
    return server_start(&r->server, t, &how) == -1 ? -1
        : wire_reach(&r->server);
}

int run_meet(struct run *r, const struct target *t)
{
    if (run_start(r, t) == -1)
        return -1;
    meet(r);
    run_end(r);
    return 0;
}

/* One client has talked before its memory is looked at, so that what the first
 * one costs is not counted. */
int run_begin(struct run *r, const struct target *t)
{
    struct wire first = { .seed = 1 };

    if (run_start(r, t) == -1)
        return -1;
    if ((r->second >= 0 || r->turns_come)
        && wire_connect(&first, &r->server, 2) == 0)
        r->lost = wire_echo(&first, MESSAGE, 2) == -1;
    wire_close(&first);
    r->memory = server_memory(&r->server);
    r->kernel_memory = machine_kernel_memory();
    return 0;
}

void run_end(struct run *r)
{
    idle_close(&r->army, &r->server);
    server_stop(&r->server);
    server_forget(&r->server);
}

struct detail *run_detail(const struct run *r, struct answer *a)
{
    if (r->keep && !a->detail)
        a->detail = calloc(1, sizeof *a->detail);
    return a->detail;
}

struct histogram *run_latency(const struct run *r, struct answer *a)
{
    struct detail *d = run_detail(r, a);

    return d ? &d->latency : NULL;
}

bool run_cannot(struct answer *a, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(a->note, sizeof a->note, format, arguments);
    va_end(arguments);
    return false;
}

bool run_lacks(struct answer *a)
{
    return run_cannot(a, "The harness ran out of memory or descriptors.");
}

/* What failed was our own machine. */
static bool cannot_connect(struct answer *a, int error)
{
    return run_cannot(a, "The harness itself cannot connect: %s.",
                      strerror(error));
}

/* Why there are no more idle clients. */
static void explain_army(struct run *r, struct answer *a)
{
    char clients[32], files[32];
    int open = server_files(&r->server);

    text_count(clients, sizeof clients, r->army.size);
    text_count(files, sizeof files, (unsigned long long)open);
    if (run_ended(r, a))
        return;
    if (r->army.error)
        cannot_connect(a, r->army.error);
    else if (!r->army.refused)
        run_cannot(a, "Left the next one unanswered with %s clients in.",
                   clients);
    else if (open > 0)
        run_cannot(a, "%s descriptors and no more: with %s clients in, it "
                   "turned the next one away.", files, clients);
    else
        run_cannot(a, "With %s clients in, it turned the next one away.",
                   clients);
}

bool run_idle(struct run *r, size_t n, struct answer *a)
{
    if (n <= r->army.size)
        return true;
    if (r->second < 0)
        return run_cannot(a, "%s", run_excuse(r));
    if (idle_add(&r->army, &r->server, n) == 0)
        return true;
    r->wrong = r->wrong || r->army.wrong;
    explain_army(r, a);
    return false;
}

bool run_judge(struct run *r, const struct workload *plan,
               const struct outcome *o, struct answer *a)
{
    r->wrong = r->wrong || o->wrong > 0;
    bool ours = o->lost > 0 && wire_refused_here(&o->culprit);
    r->lost = r->lost || (o->lost > 0 && !ours);
    if (o->wrong > 0)
        return run_cannot(a, "WRONG BYTES: %s.", wire_describe(&o->culprit));
    if (run_ended(r, a))
        return false;
    if (ours)
        return cannot_connect(a, o->culprit.error);
    if (o->lost > 0)
        return run_cannot(a, "Lost %zu of %zu clients: %s.", o->lost,
                          plan->clients, wire_describe(&o->culprit));
    if (o->answered < plan->clients && r->second < 0)
        return run_cannot(a, "%s", run_excuse(r));
    if (o->answered < plan->clients)
        return run_cannot(a, "Answered %zu of %zu clients.", o->answered,
                          plan->clients);
    a->client_bound = generator_client_bound(o);
    return true;
}

/* Are there answers to be had, and the means to ask for them? */
static bool can_load(const struct run *r, const struct workload *plan,
                     struct answer *a)
{
    if (r->second < 0 && !r->turns_come)
        return run_cannot(a, "%s", run_excuse(r));
    if (plan->clients + SPARE_FILES > (size_t)r->machine->files)
        return run_cannot(a, "The limit of %ld descriptors leaves no room for "
                          "%zu client%s.", r->machine->files,
                          plan->clients, plan->clients == 1 ? "" : "s");
    return true;
}

bool run_load(struct run *r, const struct workload *plan, struct outcome *o,
              struct answer *a)
{
    *o = (struct outcome){ 0 };
    if (!can_load(r, plan, a))
        return false;
    if (generator_measure(plan, &r->server, o) == -1)
        return run_lacks(a);
    return run_judge(r, plan, o, a);
}

bool run_many(struct run *r, struct answer *a)
{
    static const struct workload plan = {
        .clients = DETAIL_CLIENTS, .size = MESSAGE, .messages = 500,
        .seconds = 20,
    };

    if (!r->many_done && can_load(r, &plan, a)) {
        struct generator *g = generator_open(&plan, &r->server);
        if (!g)
            return run_lacks(a);
        generator_run(g, deadline_in(plan.seconds));
        generator_outcome(g, &r->many);
        generator_firsts(g, r->firsts);
        generator_finish(g, &r->many);
        generator_close(g);
        r->many_done = true;
    }
    return r->many_done && run_judge(r, &plan, &r->many, a);
}
