/*
 * questions_rates.c: how much a server does in a second.
 */
#include "compare/questions.h"

#include "compare/run.h"
#include "lib/deadline.h"

enum {
    MESSAGE = 64,               /* bytes */
    ACTIVE = 10,                /* clients that talk, beside idle ones */
    PATIENCE = 8,               /* times as long */
    SENDERS = 200,
    SENDERS_RATE = 5000         /* bytes a second, of all of them */
};

static void ask_alone(struct run *r, struct answer *a)
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

static void ask_many(struct run *r, struct answer *a)
{
    if (run_many(r, a))
        a->value = (double)r->many.messages / r->many.seconds;
}

/* Clients that had no answer are given more time: on a busy machine some
 * servers take long to come round to all. */
static void ask_active(struct run *r, struct answer *a)
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

static void ask_connections(struct run *r, struct answer *a)
{
    struct workload plan = {
        .clients = 8, .size = MESSAGE, .warm_up = r->window / 4,
        .seconds = r->window, .reconnect = true,
    };
    struct outcome o;

    if (run_load(r, &plan, &o, a))
        a->value = (double)o.messages / o.seconds;
}

static void ask_bulk(struct run *r, struct answer *a)
{
    struct workload plan = {
        .clients = 1, .size = 65536, .warm_up = r->window / 4,
        .seconds = r->window, .stream = true,
    };
    struct outcome o;

    if (run_load(r, &plan, &o, a))
        a->value = (double)o.bytes / 1e6 / o.seconds;
}

/* Ten polite clients beside others: *o says how they fared, *least and *most
 * how many answers the slowest and the fastest of them had. */
static bool beside(struct run *r, const struct workload *others,
                   struct outcome *o, struct answer *a, uint64_t *least,
                   uint64_t *most)
{
    struct workload plan = { .clients = ACTIVE, .size = MESSAGE };
    struct generator *polite = generator_open(&plan, &r->server);
    struct generator *beside = polite ? generator_open(others, &r->server)
                                      : NULL;

    if (beside) {
        struct outcome ignored;
        generator_run_both(polite, beside, deadline_now()
                           + (int64_t)(2 * r->window * 1e9));
        generator_outcome(polite, o);
        generator_spread(polite, least, most);
        generator_finish(beside, &ignored);
        generator_finish(polite, o);
        generator_close(beside);
    }
    if (polite)
        generator_close(polite);
    return beside ? run_judge(r, &plan, o, a)
        : run_lacks(a);
}

static void ask_fair(struct run *r, struct answer *a)
{
    static const struct workload flood = {
        .clients = 1, .size = 65536, .stream = true
    };
    uint64_t least, most;
    struct outcome o;

    if (beside(r, &flood, &o, a, &least, &most))
        a->value = 100 * (double)least / (double)most;
    a->client_bound = false;
}

static void ask_slow_senders(struct run *r, struct answer *a)
{
    static const struct workload senders = {
        .clients = SENDERS, .size = 1, .rate = SENDERS_RATE
    };
    uint64_t least, most;
    struct outcome o;

    if (beside(r, &senders, &o, a, &least, &most))
        a->value = (double)o.messages / o.seconds;
}

static const char kept[] =
    "Of its figure without idle clients {most} keeps {most=}, {least} "
    "{least=}.";

const struct question questions_rates[] = {
    {
        .key = "alone",
        .label = "One client, ping-pong of 64 B",
        .unit = "µs a message",
        .better = LESS,
        .ask = ask_alone,
        .apart = "{least} answers in {least=} µs, {most} in {most=}.",
    }, {
        .key = "many",
        .label = "64 clients, 500 messages each",
        .unit = "messages/s",
        .better = MORE,
        .when = "with 64 clients",
        .probe = "queued clients",
        .ask = ask_many,
    }, {
        .key = "active-0",
        .label = "10 active, none idle",
        .unit = "messages/s",
        .better = MORE,
        .when = "with ten clients",
        .probe = "queued clients",
        .ask = ask_active,
    }, {
        .key = "active-900",
        .label = "10 active among {idle} idle",
        .unit = "messages/s",
        .idle = 900,
        .better = MORE,
        .ask = ask_active,
        .base = "active-0",
        .trend = kept,
    }, {
        .key = "active-9000",
        .label = "10 active among {idle} idle",
        .unit = "messages/s",
        .idle = 9000,
        .better = MORE,
        .ask = ask_active,
        .base = "active-0",
        .trend = kept,
    }, {
        .key = "connections",
        .label = "One message a connection, then RST",
        .unit = "connections/s",
        .better = MORE,
        .when = "when a client reset its connection",
        .probe = "reset",
        .ask = ask_connections,
        .apart = "{most} serves {times} as many connections as {least}.",
    }, {
        .key = "bulk",
        .label = "One client, a stream both ways",
        .unit = "MB/s",
        .better = MORE,
        .when = "in a stream both ways",
        .probe = "64 MiB",
        .ask = ask_bulk,
        .apart = "{most} carries {times} as much as {least}.",
    }, {
        .key = "ready",
        .label = "500 clients, all active",
        .unit = "messages/s",
        .more = true,
        .clients = 500,
        .better = MORE,
        .when = "with 500 clients",
        .probe = "200 clients",
        .ask = ask_active,
        .apart = "{most} answers more than {least}: {verdict}.",
        .alike = "When all are ready there is nothing to look for: no "
                 "difference seen ({range}).",
    }, {
        .key = "fair",
        .label = "Ten clients beside one that floods: the slowest has",
        .unit = "% of the fastest",
        .more = true,
        .margin = 2,
        .better = MORE,
        .when = "beside a client that floods",
        .probe = "flood",
        .ask = ask_fair,
        .apart = "With {least} the slowest has {least=} % of what the fastest "
                 "has, with {most} {most=} %.",
        .alike = "All share alike: the slowest has {range} % of what the "
                 "fastest has.",
    }, {
        .key = "senders",
        .label = "10 active beside 200 that send a byte at a time",
        .unit = "messages/s",
        .more = true,
        .better = MORE,
        .ask = ask_slow_senders,
        .apart = "{most} answers more than {least}: {verdict}.",
    },
    { 0 },
};
