/*
 * questions_rate.c: how each question is put. A function a row; it leaves a
 * figure, or the reason why there is none.
 */
#include "compare/questions_rate.h"

#include "compare/questions.h"
#include "compare/run.h"
#include "lib/deadline.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    MESSAGE = 64,               /* bytes */
    ACTIVE = 10,                /* clients that talk, beside idle ones */
    PATIENCE = 8,               /* times as long */
    COUNTED = 4000,             /* messages, where calls are counted */
    UNREAD = 16 << 20           /* bytes: more than the kernel holds */
};

void ask_second(struct run *r, struct answer *a)
{
    if (r->second >= 0) {
        a->value = r->second * 1e3;
        return;
    }
    if (run_ended(r, a))
        return;
    if (r->turns_come)
        strcpy(a->word, "never");
    run_cannot(a, "%s", run_excuse(r));
}

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

/* Two lives: in the first the idle clients come in, and that is all; in the
 * second one more client talks. What the second counted more is its doing. */
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

void ask_looks(struct run *r, struct answer *a)
{
    if (!counted(r, a))
        return;
    if (r->looks < 0)
        run_cannot(a, "Does not say what it counted.");
    else
        a->value = r->looks;
}

void ask_turns(struct run *r, struct answer *a)
{
    if (!counted(r, a))
        return;
    if (r->turns < 0)
        run_cannot(a, "Does not say what it counted.");
    else
        a->value = r->turns;
}

void ask_alone(struct run *r, struct answer *a)
{
    struct workload plan = {
        .clients = 1, .size = MESSAGE, .warm_up = r->window / 4,
        .latency = run_latency(r, a),
        .seconds = r->window,
    };
    struct outcome o;

    if (run_load(r, &plan, &o, a))
        a->value = o.seconds * 1e6 / (double)o.messages;
}

/* Each says its piece and leaves, so that a server of one client at a time
 * comes round to all of them. */
static bool many(struct run *r, struct answer *a)
{
    static const struct workload plan = {
        .clients = 64, .size = MESSAGE, .messages = 500, .seconds = 10,
    };

    if (r->many_done)
        return run_judge(r, &plan, &r->many, a);
    r->many_done = true;
    return run_load(r, &plan, &r->many, a);
}

void ask_many(struct run *r, struct answer *a)
{
    if (many(r, a))
        a->value = (double)r->many.messages / r->many.seconds;
}

void ask_first(struct run *r, struct answer *a)
{
    if (many(r, a))
        a->value = r->many.first_worst * 1e3;
    a->client_bound = false;
}

/* Where the clients had no answer, they have more time for it: some servers
 * need long for a round, on a busy machine. */
void ask_active(struct run *r, struct answer *a)
{
    const struct question *q = r->question;
    struct workload plan = {
        .clients = q->clients ? q->clients : ACTIVE,
        .size = q->size ? q->size : MESSAGE,
        .depth = q->depth,
        .warm_up = r->window / 4,
        .latency = run_latency(r, a),
        .seconds = r->window,
    };
    struct outcome o;
    bool had = run_load(r, &plan, &o, a);

    if (!had && r->second >= 0 && o.wrong + o.lost == 0) {
        plan.seconds *= PATIENCE;
        a->note[0] = '\0';
        had = run_load(r, &plan, &o, a);
    }
    if (had)
        a->value = (double)o.messages / o.seconds;
}

void ask_rest(struct run *r, struct answer *a)
{
    int64_t before = server_cpu(&r->server);
    int64_t start = deadline_now();

    nanosleep(&(struct timespec){ .tv_nsec = (long)(r->window * 1e9) }, NULL);
    int64_t after = server_cpu(&r->server);
    double seconds = (double)(deadline_now() - start);

    if (before == -1 || after == -1)
        run_cannot(a, "Not started by us: its CPU cannot be seen.");
    else
        a->value = (double)(after - before) * 100 / seconds;
}

/* Sends until not a byte more goes. */
static void fill(struct wire *slow)
{
    uint64_t before;

    do {
        before = slow->sent;
        wire_pump(slow, 1, deadline_in(0.03), NULL);
    } while (slow->end == WIRE_OPEN && slow->sent > before
             && slow->sent < slow->to_send);
}

/* One that never answers at all is not frozen by that client. */
static void frozen(const struct run *r, struct answer *a)
{
    if (r->second >= 0 || r->turns_come)
        strcpy(a->word, "never");
    if (r->second >= 0)
        run_cannot(a, "Waits until that client reads.");
}

void ask_slow(struct run *r, struct answer *a)
{
    struct wire slow = { .seed = 3, .to_send = UNREAD, .mute = true };
    struct workload plan = {
        .clients = 1, .size = MESSAGE, .messages = 200, .seconds = 1,
    };
    struct outcome o = { 0 };

    if (wire_connect(&slow, &r->server, 2) == 0)
        fill(&slow);
    if (run_load(r, &plan, &o, a))
        a->value = o.longest * 1e3;
    else if (o.answered == 0 && !r->wrong)
        frozen(r, a);
    a->client_bound = false;
    wire_reset(&slow);
}

void ask_connections(struct run *r, struct answer *a)
{
    struct workload plan = {
        .clients = 8, .size = MESSAGE, .warm_up = r->window / 4,
        .seconds = r->window, .reconnect = true,
    };
    struct outcome o;

    if (run_load(r, &plan, &o, a))
        a->value = (double)o.messages / o.seconds;
}

void ask_bulk(struct run *r, struct answer *a)
{
    struct workload plan = {
        .clients = 1, .size = 65536, .warm_up = r->window / 4,
        .seconds = r->window, .stream = true,
    };
    struct outcome o;

    if (run_load(r, &plan, &o, a))
        a->value = (double)o.bytes / 1e6 / o.seconds;
}
