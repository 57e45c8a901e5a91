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
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    MESSAGE = 64,               /* bytes */
    MEETINGS = 5,
    SPARE_FILES = 32            /* that are not clients */
};

/* Two clients, of whom the first says nothing. A server that waits for it
 * answers the second when the first has left. Returns the seconds; -1: it had
 * to wait. */
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
        wire_reset(&silent);
        r->turns_come = seconds >= 0
            || wire_receive(&second, MESSAGE, 2) == 0;
        r->wrong = r->wrong || second.end == WIRE_WRONG;
    }
    wire_reset(&silent);
    wire_reset(&second);
    return seconds;
}

static void meet(struct run *r)
{
    double seconds[MEETINGS] = { 0 };

    r->second = 0;
    for (size_t i = 0; i < MEETINGS && r->second >= 0; i++)
        r->second = seconds[i] = meet_once(r);
    if (r->second >= 0)
        r->second = statistics_summary(seconds, MEETINGS).median;
}

const char *run_excuse(const struct run *r)
{
    return r->turns_come ? "Serves one at a time." : "Does not answer.";
}

int run_start(struct run *r, const struct target *t)
{
    const struct machine *e = r->machine;
    struct launch how = {
        .cpu = e->server_cpu + 1,
        .soft_files = e->files < INT_MAX ? (int)e->files : 0,
    };

    *r = (struct run){
        .machine = e, .window = r->window, .keep = r->keep
    };
    return server_start(&r->server, t, &how) == -1 ? -1
        : wire_reach(&r->server);
}

int run_begin(struct run *r, const struct target *t)
{
    if (run_start(r, t) == -1)
        return -1;
    meet(r);
    r->memory = server_memory(&r->server);
    return 0;
}

void run_end(struct run *r)
{
    idle_close(&r->army);
    server_stop(&r->server);
    server_forget(&r->server);
}

struct histogram *run_latency(const struct run *r, struct answer *a)
{
    if (r->keep && !a->latency)
        a->latency = calloc(1, sizeof *a->latency);
    return a->latency;
}

bool run_cannot(struct answer *a, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(a->note, sizeof a->note, format, arguments);
    va_end(arguments);
    return false;
}

bool run_ended(struct run *r, struct answer *a)
{
    if (!server_ended(&r->server))
        return false;
    r->wrong = true;
    run_cannot(a, "It ended meanwhile: %s.",
               server_status_text(r->server.status));
    return true;
}

/* Why the army stopped growing. */
static void explain_army(struct run *r, struct answer *a)
{
    char clients[32], files[32];
    int open = server_files(&r->server);

    text_count(clients, sizeof clients, r->army.size);
    text_count(files, sizeof files, (unsigned long long)open);
    if (run_ended(r, a))
        return;
    if (!r->army.refused)
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
    if (o->wrong > 0)
        return run_cannot(a, "WRONG BYTES: %s.", wire_describe(&o->culprit));
    if (run_ended(r, a))
        return false;
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

bool run_load(struct run *r, const struct workload *plan, struct outcome *o,
              struct answer *a)
{
    if (plan->clients + SPARE_FILES > (size_t)r->machine->files)
        return run_cannot(a, "The limit of %ld descriptors leaves no room for "
                          "%zu clients.", r->machine->files,
                          plan->clients);
    if (generator_measure(plan, &r->server, o) == -1)
        return run_cannot(a, "The harness ran out of means.");
    return run_judge(r, plan, o, a);
}

bool run_many(struct run *r, struct answer *a)
{
    static const struct workload plan = {
        .clients = 64, .size = MESSAGE, .messages = 500, .seconds = 10,
    };

    if (r->many_done)
        return run_judge(r, &plan, &r->many, a);
    r->many_done = true;
    return run_load(r, &plan, &r->many, a);
}
