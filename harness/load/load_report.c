/*
 * load_report.c: the result of a workload, for people and for programs.
 */
#include "load/load_report.h"

#include "lib/deadline.h"
#include "lib/json.h"
#include "lib/text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const double percents[] = { 50, 90, 99, 99.9, 100 };
enum { PERCENTS = sizeof percents / sizeof *percents };

bool load_report_broken(const struct load_report *l)
{
    const struct outcome *o = &l->outcome;

    return o->wrong + o->lost + o->waiting > 0
        || (o->dropped > 0 && o->messages == 0);
}

static double rate(const struct load_report *l)
{
    return (double)l->outcome.messages / l->outcome.seconds;
}

static double megabytes(const struct load_report *l)
{
    return (double)l->outcome.bytes / 1e6 / l->outcome.seconds;
}

static double cpu_a_message(const struct load_report *l)
{
    const struct outcome *o = &l->outcome;

    return o->server_cpu < 0 || o->messages == 0 ? NAN
        : o->server_cpu * 1e6 / (double)o->messages;
}

static double server_percent(const struct load_report *l)
{
    const struct outcome *o = &l->outcome;

    return o->server_cpu < 0 ? NAN : 100 * o->server_cpu / o->seconds;
}

enum { WORD = 32 };

/* Room for one number; each has eight calls until its room is used again. */
static char *room(void)
{
    static char text[8][WORD];
    static int next;

    next = (next + 1) % 8;
    return text[next];
}

static const char *number(double value)
{
    return text_number(room(), WORD, value, 3);
}

static const char *count(uint64_t n)
{
    return text_count(room(), WORD, n);
}

static void print_plan(const struct load_report *l)
{
    const struct workload *plan = &l->plan;

    printf("%s: %s client%s, %s B a message", l->target.name,
           count(plan->clients), plan->clients == 1 ? "" : "s",
           count(plan->size));
    if (plan->depth > 1)
        printf(", %s under way each", count(plan->depth));
    if (l->idle)
        printf(", %s idle beside", count(l->idle));
    printf(", %s s\n", number(l->outcome.seconds));
    if (plan->rate > 0)
        printf("open loop: %s messages/s planned; latency counts from the "
               "planned time\n\n", number(plan->rate));
    else if (plan->stream)
        printf("a stream: clients do not wait for answers\n\n");
    else
        printf("closed loop: each waits for its answer%s\n\n",
               plan->reconnect ? "; one message a connection" : "");
}

static void print_latency(const struct load_report *l)
{
    static const char *const names[PERCENTS] = {
        "p50", "p90", "p99", "p99.9", "max"
    };

    if (l->latency.count == 0)
        return;
    printf("  latency     ");
    for (size_t i = 0; i < PERCENTS; i++)
        printf("  %s %s", names[i], number((double)histogram_percentile(
                   &l->latency, percents[i]) / 1e3));
    printf(" µs\n");
}

static void print_first(const struct load_report *l)
{
    const struct outcome *o = &l->outcome;

    if (o->answered == 0)
        return;
    printf("  first answer  median %s ms, worst %s ms\n",
           number(o->first_median * 1e3), number(o->first_worst * 1e3));
    if (o->answered < o->asked)
        printf("                only %s of %s clients had one in time\n",
               count(o->answered), count(o->asked));
}

static void print_dropped(const struct load_report *l)
{
    const struct outcome *o = &l->outcome;
    double all = (double)(o->messages + o->dropped);

    if (l->plan.patience <= 0 || all <= 0)
        return;
    printf("  lost          %s of %s messages (%s %%): no answer in %g s\n",
           count(o->dropped), count(o->messages + o->dropped),
           number(100 * (double)o->dropped / all),
           l->plan.patience * deadline_scale);
}

/* Was the plan kept? */
static void print_pace(const struct load_report *l)
{
    double kept = 100 * rate(l) / l->plan.rate;

    if (l->plan.rate <= 0)
        return;
    if (kept >= 99)
        printf("  plan          kept\n");
    else
        printf("  plan          %s %% kept: %s messages were overdue in the "
               "end\n", number(kept), count(l->outcome.overdue));
}

static void print_cpu(const struct load_report *l)
{
    const struct outcome *o = &l->outcome;

    if (!isnan(cpu_a_message(l)))
        printf("  server        %s µs of CPU a message, %s %% of a core\n",
               number(cpu_a_message(l)), number(server_percent(l)));
    if (l->memory >= 0)
        printf("                %s KB of memory, %s context switches\n",
               number((double)l->memory / 1024),
               l->switches < 0 ? "?" : count((uint64_t)l->switches));
    printf("  harness       %s %% of a core%s\n",
           number(100 * o->own_cpu / o->seconds),
           generator_client_bound(o) ? ": client-bound, the server may do more"
           : "");
}

static void print_broken(const struct load_report *l)
{
    const struct outcome *o = &l->outcome;

    if (!load_report_broken(l))
        return;
    if (o->dropped > 0 && o->messages == 0)
        printf("\n  NOT RIGHT: nothing came back.\n");
    if (o->wrong + o->lost + o->waiting == 0)
        return;
    printf("\n  NOT RIGHT: %s clients got a wrong byte, %s were cut off (%s "
           "bytes missing),\n  and %s were still without an answer a second "
           "after the end.\n", count(o->wrong), count(o->lost),
           count(o->missing), count(o->waiting));
    if (o->wrong + o->lost > 0)
        printf("  The first of them: %s.\n", wire_describe(&o->culprit));
    if (o->culprit.end == WIRE_WRONG)
        wire_hexdump(stdout, &o->culprit);
}

static void print_end(const struct load_report *l)
{
    if (!l->ended)
        return;
    printf("  The server had ended: %s.\n", server_status_text(l->status));
    if (l->last_line[0] != '\0')
        printf("  Its stderr: %s\n", l->last_line);
}

void load_report_text(const struct load_report *l)
{
    const struct outcome *o = &l->outcome;

    print_plan(l);
    printf("  answered      %s messages/s, %s MB/s: %s in all\n",
           number(rate(l)), number(megabytes(l)), count(o->messages));
    print_latency(l);
    print_first(l);
    print_dropped(l);
    print_pace(l);
    print_cpu(l);
    print_broken(l);
    print_end(l);
}

/* Every figure by its name; NAN if it is unknown. */
struct named {
    const char *name;
    double value;
};

enum { FIGURES = 32 };

static double known(int64_t figure)
{
    return figure < 0 ? NAN : (double)figure;
}

static size_t name_plan(const struct load_report *l, struct named *to)
{
    const struct named all[] = {
        { "clients", (double)l->plan.clients },
        { "size_bytes", (double)l->plan.size },
        { "depth", (double)l->plan.depth },
        { "idle", (double)l->idle },
        { "planned_per_second", l->plan.rate },
    };

    memcpy(to, all, sizeof all);
    return sizeof all / sizeof *all;
}

static size_t name_latency(const struct load_report *l, struct named *to)
{
    const struct histogram *h = &l->latency;
    const struct named all[] = {
        { "p50_us", (double)histogram_percentile(h, 50) / 1e3 },
        { "p90_us", (double)histogram_percentile(h, 90) / 1e3 },
        { "p99_us", (double)histogram_percentile(h, 99) / 1e3 },
        { "p99_9_us", (double)histogram_percentile(h, 99.9) / 1e3 },
        { "max_us", (double)h->max / 1e3 },
        { "asked_clients", (double)l->outcome.asked },
        { "answered_clients", (double)l->outcome.answered },
        { "first_median_ms", l->outcome.first_median * 1e3 },
        { "first_worst_ms", l->outcome.first_worst * 1e3 },
    };

    memcpy(to, all, sizeof all);
    return sizeof all / sizeof *all;
}

static size_t name_outcome(const struct load_report *l, struct named *to)
{
    const struct outcome *o = &l->outcome;
    const struct named all[] = {
        { "seconds", o->seconds },
        { "messages", (double)o->messages },
        { "messages_per_second", rate(l) },
        { "megabytes_per_second", megabytes(l) },
        { "lost_messages", (double)o->dropped },
        { "overdue", (double)o->overdue },
        { "wrong_clients", (double)o->wrong },
        { "lost_clients", (double)o->lost },
        { "missing_bytes", (double)o->missing },
        { "waiting_clients", (double)o->waiting },
        { "server_cpu_percent", server_percent(l) },
        { "server_cpu_us_per_message", cpu_a_message(l) },
        { "server_memory_bytes", known(l->memory) },
        { "server_switches", known(l->switches) },
        { "harness_cpu_percent", 100 * o->own_cpu / o->seconds },
    };

    memcpy(to, all, sizeof all);
    return sizeof all / sizeof *all;
}

static size_t name_all(const struct load_report *l, struct named to[FIGURES])
{
    size_t n = name_plan(l, to);

    n += name_outcome(l, to + n);
    return n + name_latency(l, to + n);
}

void load_report_csv(const struct load_report *l)
{
    struct named figures[FIGURES];
    size_t n = name_all(l, figures);

    printf("target");
    for (size_t i = 0; i < n; i++)
        printf(",%s", figures[i].name);
    printf(",client_bound\n");
    text_csv(stdout, l->target.name);
    for (size_t i = 0; i < n; i++)
        if (isnan(figures[i].value))
            putchar(',');
        else
            printf(",%.9g", figures[i].value);
    printf(",%d\n", generator_client_bound(&l->outcome));
}

void load_report_json(const struct load_report *l)
{
    struct json_writer to = { .to = stdout, .lines = 1 };
    struct named figures[FIGURES];
    size_t n = name_all(l, figures);

    json_report(&to, "load", 1);
    json_text(&to, "target", l->target.name);
    for (size_t i = 0; i < n; i++)
        json_number(&to, figures[i].name, figures[i].value);
    json_bool(&to, "client_bound", generator_client_bound(&l->outcome));
    json_close(&to);
}

void load_report_hgrm(const struct load_report *l)
{
    histogram_print_hgrm(&l->latency, stdout, 1000);
}
