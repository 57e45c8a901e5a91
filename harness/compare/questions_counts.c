/*
 * questions_counts.c: what a message costs, counted: no stopwatch is in it.
 */
#include "compare/questions.h"

#include "compare/run.h"
#include "watch/ledger.h"

#include <stdlib.h>
#include <string.h>

enum {
    MESSAGE = 64,               /* bytes */
    COUNTED = 4000              /* messages */
};

/* "clients 3 refused 0 bytes 15 ..." -1: no such key. */
static double count_of(const char *line, const char *key)
{
    const char *at = strstr(line, key);

    return at ? strtod(at + strlen(key), NULL) : -1;
}

/* Stops the server and reads what it counted. */
static void read_counts(struct run *r, double *looks, double *turns)
{
    char line[512] = "";

    server_stop(&r->server);
    server_log_line(r->server.out, line, sizeof line);
    *looks = count_of(line, "looks ");
    *turns = count_of(line, "turns ");
}

/* Two lives: in the first the idle clients connect, and that is all; in the
 * second one more client talks. The second counts more: the difference is what
 * that client cost. */
static bool counted(struct run *r, struct answer *a)
{
    struct workload plan = {
        .clients = 1, .size = MESSAGE, .messages = COUNTED, .seconds = 5,
    };
    const struct target *target = r->server.target;
    size_t idle = r->army.size;
    double looks, turns, looks_before, turns_before;
    struct outcome o;

    if (r->counts_done)
        return true;
    read_counts(r, &looks_before, &turns_before);
    r->looks = r->turns = -1;
    r->counts_done = looks_before < 0 && turns_before < 0;
    if (r->counts_done)
        return true;
    run_end(r);
    if (run_begin(r, target) == -1)
        return run_cannot(a, "Would not start again: %s.", r->server.why);
    if (!run_idle(r, idle, a) || !run_load(r, &plan, &o, a))
        return false;
    read_counts(r, &looks, &turns);
    r->looks = looks < 0 ? -1 : (looks - looks_before) / (double)o.messages;
    r->turns = turns < 0 ? -1 : (turns - turns_before) / (double)o.messages;
    r->counts_done = true;
    return true;
}

static void give_count(struct answer *a, double count)
{
    if (count < 0)
        run_cannot(a, "Does not say what it counted.");
    else
        a->value = count;
}

static void ask_looks(struct run *r, struct answer *a)
{
    if (counted(r, a))
        give_count(a, r->looks);
}

static void ask_turns(struct run *r, struct answer *a)
{
    if (counted(r, a))
        give_count(a, r->turns);
}

/* One server at a time: ours makes room for the one that is observed. */
static void ask_calls(struct run *r, struct answer *a)
{
    const struct target *target = r->server.target;
    double vain;

    run_end(r);
    if (ledger_calls_per_message(target, &a->value, &vain) == -1)
        run_cannot(a, "Cannot be observed here.");
    if (run_begin(r, target) == -1)
        run_cannot(a, "Would not start again: %s.", r->server.why);
}

const struct question questions_counts[] = {
    {
        .key = "looks",
        .label = "Descriptors looked at, {idle} clients idle",
        .unit = "a message",
        .life = 1,
        .idle = 900,
        .ask = ask_looks,
        .apart = "To answer one message {most} looks at {most=} descriptors, "
                 "{least} at {least=}.",
        .alike = "All look at {range} descriptors for a message.",
    }, {
        .key = "turns",
        .label = "... of which turned out useful",
        .unit = "a message",
        .life = 1,
        .idle = 900,
        .ask = ask_turns,
        .apart = "{most} needs {most=} turns for a message, {least} "
                 "{least=}.",
        .alike = "The useful work is the same in all; what differs is the "
                 "looking.",
    }, {
        .key = "calls",
        .label = "System calls, one client",
        .unit = "a message",
        .ask = ask_calls,
        .apart = "{most} makes {most=} system calls for a message, {least} "
                 "{least=}.",
        .alike = "All make {range} system calls for a message.",
    },
    { 0 },
};
