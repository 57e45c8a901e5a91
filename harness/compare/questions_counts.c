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
    COUNTED = 1001              /* messages */
};

/* "clients 3 refused 0 bytes 15 ..." -1: no such key. */
static double count_of(const char *line, const char *key)
{
    const char *at = strstr(line, key);

    return at ? strtod(at + strlen(key), NULL) : -1;
}

struct count {
    double messages;
    double looks, turns;        /* -1: it does not say */
};

/* One client says so much beside the idle ones; then the server is stopped,
 * and says what it has counted. */
static bool count(struct run *r, uint64_t messages, struct count *c,
                  struct answer *a)
{
    struct workload plan = {
        .clients = 1, .size = MESSAGE, .messages = messages, .seconds = 5,
    };
    char line[512] = "";
    struct outcome o;

    if (!run_load(r, &plan, &o, a))
        return false;
    server_stop(&r->server);
    server_log_line(r->server.out, line, sizeof line);
    *c = (struct count){
        .messages = (double)o.messages,
        .looks = count_of(line, "looks "), .turns = count_of(line, "turns "),
    };
    return true;
}

/* Two lives, in which a client says one thing, and many. The second counts
 * more: the difference is what the messages cost. */
static bool counted(struct run *r, struct answer *a)
{
    const struct target *target = r->server.target;
    size_t idle = r->army.size;
    struct count one, many;

    if (r->counts_done)
        return true;
    if (!count(r, 1, &one, a))
        return false;
    r->looks = r->turns = -1;
    r->counts_done = one.looks < 0 && one.turns < 0;
    if (r->counts_done)
        return true;
    run_end(r);
    if (run_begin(r, target) == -1)
        return run_cannot(a, "Would not start again: %s.", r->server.why);
    if (!run_idle(r, idle, a) || !count(r, COUNTED, &many, a))
        return false;
    many.messages -= one.messages;
    if (one.looks >= 0)
        r->looks = (many.looks - one.looks) / many.messages;
    if (one.turns >= 0)
        r->turns = (many.turns - one.turns) / many.messages;
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

/* A reason, without the server's name before it: others may share it. */
static const char *nameless(const char *why, const char *name)
{
    size_t n = strlen(name);

    return strncmp(why, name, n) == 0 && why[n] == ':' ? why + n + 2 : why;
}

/* Has it broken down, now or when it was met? Then *a says so. */
static bool broke_down(struct run *r, struct answer *a)
{
    return run_ended(r, a)
        || (r->wrong && *r->meeting.note
            && !run_cannot(a, "%s", r->meeting.note));
}

/* One server at a time: ours is stopped while another run of it is observed. If
 * the server breaks down, that is told, and not that it cannot be observed. */
static bool observed(struct run *r, struct answer *a)
{
    const struct target *target = r->server.target;
    static struct ledger l;
    double calls, vain;

    if (r->calls_done)
        return true;
    run_end(r);
    int result = ledger_calls_per_message(target, &l, &calls, &vain);
    if (run_begin(r, target) == -1)
        return run_cannot(a, "Would not start again: %s.", r->server.why);
    if (result != 0 && broke_down(r, a))
        return false;
    r->wrong = r->wrong || result > 0;
    if (result != 0)
        return run_cannot(a, "%s: %s.", result < 0 ? "Cannot be observed"
                          : "Observed", nameless(l.why, target->name));
    r->calls = calls;
    r->vain = vain;
    r->calls_done = true;
    return true;
}

static void ask_calls(struct run *r, struct answer *a)
{
    if (observed(r, a))
        a->value = r->calls;
}

static void ask_vain(struct run *r, struct answer *a)
{
    if (observed(r, a))
        a->value = r->vain;
}

const struct question questions_counts[] = {
    {
        .key = "looks",
        .label = "Descriptors looked at, {idle} clients idle",
        .unit = "a message",
        .life = 1,
        .idle = 900,
        .exact = true,
        .better = LESS,
        .lecture = true,
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
        .exact = true,
        .lecture = true,
        .ask = ask_turns,
        .apart = "{most} needs {most=} turns for a message, {least} "
                 "{least=}.",
        .alike = "The useful work is the same in all; what differs is the "
                 "looking.",
    }, {
        .key = "calls",
        .label = "System calls, one client",
        .unit = "a message",
        .exact = true,
        .better = LESS,
        .lecture = true,
        .ask = ask_calls,
        .apart = "{most} makes {most=} system calls for a message, {least} "
                 "{least=}.",
        .alike = "All make {range} system calls for a message.",
    }, {
        .key = "vain",
        .label = "... of which were in vain",
        .unit = "a message",
        .more = true,
        .report = true,
        .exact = true,
        .better = LESS,
        .ask = ask_vain,
        .apart = "{most} makes {most=} system calls a message in vain, {least} "
                 "{least=}.",
        .alike = "All make as many calls in vain: {range}.",
    },
    { 0 },
};
