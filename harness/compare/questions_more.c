/*
 * questions_more.c: how the questions are put that need more than one crowd, or
 * more than a clock.
 */
#include "compare/questions_rate.h"
#include "compare/run.h"
#include "lib/deadline.h"
#include "watch/ledger.h"

enum {
    MESSAGE = 64,               /* bytes */
    ACTIVE = 10,
    SENDERS = 200,
    SENDERS_RATE = 5000,        /* bytes a second, of all of them */
    BURST = 500
};

/* One server at a time: ours makes room for the one that is observed. */
void ask_calls(struct run *r, struct answer *a)
{
    const struct target *target = r->server.target;
    double vain;

    run_end(r);
    if (ledger_calls_per_message(target, &a->value, &vain) == -1)
        run_cannot(a, "Cannot be observed here.");
    if (run_begin(r, target) == -1)
        run_cannot(a, "Would not start again: %s.", r->server.why);
}

/* Ten that are polite beside others: in *o how they fare, and in *least and
 * *most how often the least and the most lucky was answered. */
static bool beside(struct run *r, const struct workload *others,
                   struct outcome *o, struct answer *a, uint64_t *least,
                   uint64_t *most)
{
    struct workload plan = { .clients = ACTIVE, .size = MESSAGE };
    struct generator *crowd = generator_open(&plan, &r->server);
    struct generator *beside = crowd ? generator_open(others, &r->server)
                                     : NULL;

    if (beside) {
        generator_run_both(crowd, beside, deadline_now()
                       + (int64_t)(2 * r->window * 1e9));
        generator_outcome(crowd, o);
        generator_spread(crowd, least, most);
        generator_close(beside);
    }
    if (crowd)
        generator_close(crowd);
    return beside ? run_judge(r, &plan, o, a)
        : run_cannot(a, "The harness ran out of means.");
}

void ask_fair(struct run *r, struct answer *a)
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

void ask_slow_senders(struct run *r, struct answer *a)
{
    static const struct workload senders = {
        .clients = SENDERS, .size = 1, .rate = SENDERS_RATE
    };
    uint64_t least, most;
    struct outcome o;

    if (beside(r, &senders, &o, a, &least, &most))
        a->value = (double)o.messages / o.seconds;
}

void ask_burst(struct run *r, struct answer *a)
{
    static const struct workload burst = {
        .clients = BURST, .size = MESSAGE, .messages = 1, .seconds = 8,
    };
    struct outcome o;

    if (run_load(r, &burst, &o, a))
        a->value = o.first_worst * 1e3;
    a->client_bound = false;
}

void ask_memory(struct run *r, struct answer *a)
{
    int64_t memory = server_memory(&r->server);

    if (memory == -1 || r->memory == -1)
        run_cannot(a, "Not started by us: its memory cannot be seen.");
    else if (r->army.size > 0)
        a->value = (double)(memory - r->memory) / (double)r->army.size;
}
