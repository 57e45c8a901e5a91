/*
 * questions_waiting.c: how long a client waits because of another one.
 */
#include "compare/questions.h"

#include "compare/run.h"
#include "lib/deadline.h"

#include <string.h>

enum {
    MESSAGE = 64,               /* bytes */
    UNREAD = 16 << 20,          /* bytes: more than the kernel holds */
    STEADY = 2000,              /* messages a second */
    BURST = 500                 /* clients */
};

static void ask_second(struct run *r, struct answer *a)
{
    *a = r->meeting;
}

/* Sends until the kernel takes no more. */
static void fill(struct wire *slow)
{
    uint64_t before;

    do {
        before = slow->sent;
        wire_pump(slow, 1, deadline_in(0.03), NULL);
    } while (slow->end == WIRE_OPEN && slow->sent > before
             && slow->sent < slow->to_send);
}

/* A server that never answers at all was not frozen by that client. */
static void frozen(const struct run *r, struct answer *a)
{
    if (r->second >= 0 || r->turns_come)
        strcpy(a->word, "never");
    if (r->second >= 0)
        run_cannot(a, "Waits until that client reads.");
}

/* Reads what it is owed after all, so that it can leave with FIN. */
static void read_rest(struct wire *slow)
{
    slow->mute = false;
    slow->to_send = slow->sent;
    wire_pump(slow, 1, deadline_in(2), NULL);
    wire_close(slow);
}

static void ask_slow(struct run *r, struct answer *a)
{
    struct wire slow = { .seed = 3, .to_send = UNREAD, .mute = true };
    struct workload plan = {
        .clients = 1, .size = MESSAGE, .messages = 200, .seconds = 1,
    };
    struct outcome o = { 0 };

    if (wire_connect(&slow, &r->server, 2) == 0)
        fill(&slow);
    struct generator *polite = generator_open(&plan, &r->server);
    if (polite) {
        generator_run(polite, deadline_in(plan.seconds));
        generator_outcome(polite, &o);
    }
    read_rest(&slow);
    if (polite) {
        generator_finish(polite, &o);
        generator_close(polite);
    }
    if (!polite)
        run_lacks(a);
    else if (run_judge(r, &plan, &o, a))
        a->value = o.longest * 1e3;
    else if (o.answered == 0 && !r->wrong)
        frozen(r, a);
    a->client_bound = false;
}

static void ask_first(struct run *r, struct answer *a)
{
    struct detail *d;

    if (!run_many(r, a))
        return;
    a->value = r->many.first_worst * 1e3;
    a->client_bound = false;
    if (!(d = run_detail(r, a)))
        return;
    d->n_firsts = DETAIL_CLIENTS;
    memcpy(d->firsts, r->firsts, sizeof d->firsts);
}

static void ask_burst(struct run *r, struct answer *a)
{
    static const struct workload burst = {
        .clients = BURST, .size = MESSAGE, .messages = 1, .seconds = 8,
    };
    struct outcome o;

    if (run_load(r, &burst, &o, a))
        a->value = o.first_worst * 1e3;
    a->client_bound = false;
}

/* At planned times; in slices, so that the report can show a stall. */
static void ask_steady(struct run *r, struct answer *a)
{
    static struct histogram unkept;
    struct histogram *latency = run_latency(r, a);
    struct workload plan = {
        .clients = 10, .size = MESSAGE, .rate = STEADY,
        .latency = latency ? latency : &unkept,
    };
    struct generator *g = generator_open(&plan, &r->server);
    int64_t slice = (int64_t)(4e9 * r->window) / DETAIL_SLICES;
    struct outcome o;

    if (!g) {
        run_lacks(a);
        return;
    }
    for (int64_t i = 1, start = deadline_now(); i <= DETAIL_SLICES; i++) {
        generator_run(g, start + i * slice);
        if (latency)
            detail_slice(a->detail);
    }
    generator_outcome(g, &o);
    generator_finish(g, &o);
    generator_close(g);
    if (run_judge(r, &plan, &o, a))
        a->value = (double)histogram_percentile(plan.latency, 99) / 1e6;
    a->client_bound = false;
}

const struct question questions_waiting[] = {
    {
        .key = "second",
        .label = "Second client behind a silent one has its answer after",
        .unit = "ms",
        .better = LESS,
        .when = "when a client came behind a silent one",
        .probe = "nothing",
        .lecture = true,
        .ask = ask_second,
        .margin = 5,
        .apart = "{least} answers after {least=} ms, {most} after {most=}.",
        .alike = "A silent client costs the next one nothing: {range} ms.",
        .without = "Waits for the silent one to leave: {never}.",
    }, {
        .key = "slow",
        .label = "Polite client beside one that never reads: longest wait",
        .unit = "ms",
        .better = LESS,
        .when = "beside a client that did not read",
        .probe = "slow reader",
        .ask = ask_slow,
        .margin = 5,
        .apart = "The polite one waits at most {least=} ms with {least}, "
                 "{most=} ms with {most}.",
        .alike = "No other client notices the slow reader: {range} ms.",
        .without = "Frozen until it reads: {never}.",
    }, {
        .key = "first",
        .label = "Of 64 clients the last has its first answer after",
        .unit = "ms",
        .better = LESS,
        .when = "with 64 clients",
        .probe = "queued clients",
        .ask = ask_first,
        .margin = 2,
        .apart = "The unluckiest client waits {most=} ms with {most}, "
                 "{least=} ms with {least}.",
        .alike = "The unluckiest client waits {range} ms.",
    }, {
        .key = "steady",
        .label = "2,000 messages/s at planned times: 99 of 100 have answers in",
        .unit = "ms",
        .more = true,
        .report = true,
        .better = LESS,
        .margin = 2,
        .ask = ask_steady,
        .apart = "With {most} one message in a hundred takes more than {most=} "
                 "ms, with {least} more than {least=} ms.",
        .alike = "One message in a hundred takes longer than {range} ms.",
    }, {
        .key = "burst",
        .label = "500 connect at once: the last has its answer after",
        .unit = "ms",
        .more = true,
        .margin = 2,
        .better = LESS,
        .when = "when 500 clients connected at once",
        .probe = "burst",
        .ask = ask_burst,
        .apart = "The last of them waits {most=} ms with {most}, {least=} ms "
                 "with {least}. (1,000 and more: the backlog was too short.)",
        .alike = "The last of them waits {range} ms.",
    },
    { 0 },
};
