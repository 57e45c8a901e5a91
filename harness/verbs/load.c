/*
 * load.c: one workload, one server, every byte verified.
 */
#include "lib/deadline.h"
#include "lib/exit_status.h"
#include "lib/terminal.h"
#include "load/idle.h"
#include "load/load_report.h"
#include "load/machine.h"
#include "verbs/command_line.h"
#include "verbs/verb.h"

#include <err.h>
#include <limits.h>
#include <string.h>

#define PATIENCE 0.5            /* seconds, for the answer to a datagram */

static struct load_report report = { .plan.latency = &report.latency };
static bool json, csv, hgrm;

static const struct option_row options[] = {
    { "clients", 'c', "N", "clients that talk", "10",
      .count = &report.plan.clients, .least = 1, .most = 1000000 },
    { "size", 's', "BYTES", "the length of a message", "64",
      .count = &report.plan.size, .least = 1, .most = 999999999 },
    { "time", 't', "SECONDS", "how long", "5",
      .decimal = &report.plan.seconds, .most = 86400 },
    { "messages", 'n', "N", "from each client, instead of a time",
      .count = &report.plan.messages, .least = 1, .most = 999999999,
      .without = "time" },
    { "depth", 'd', "N", "messages under way at once, each client", "1",
      .count = &report.plan.depth, .least = 1, .most = 1000000 },
    { "idle", 'i', "N", "further clients that are silent", "0",
      .count = &report.idle, .least = 0, .most = 1000000 },
    { "rate", 'r', "R", "messages a second, at planned times",
      .decimal = &report.plan.rate, .most = 1000000000,
      .without = "reconnect stream" },
    { "reconnect", .help = "a new connection for each message",
      .flag = &report.plan.reconnect, .without = "stream" },
    { "stream", .help = "send without waiting for answers",
      .flag = &report.plan.stream },
    { "json", .help = "one JSON object", .flag = &json,
      .without = "csv hgrm" },
    { "csv", .help = "a line of names and one of figures", .flag = &csv,
      .without = "hgrm" },
    { "hgrm", .help = "the percentile spectrum, for HdrHistogram's plotters",
      .flag = &hgrm },
    { .name = NULL }
};

/* A line each second on a terminal. */
static void tell(const struct load_report *l, const struct outcome *o,
                 const struct outcome *before)
{
    double seconds = o->seconds - before->seconds;

    if (!terminal_is(stderr) || seconds <= 0)
        return;
    fprintf(stderr, "%4.0f s  %9.0f messages/s  %7.1f MB/s  p99 so far %.0f "
            "µs\n", o->seconds,
            (double)(o->messages - before->messages) / seconds,
            (double)(o->bytes - before->bytes) / 1e6 / seconds,
            (double)histogram_percentile(&l->latency, 99) / 1e3);
}

/* Runs the workload to its end, second by second. */
static void run(struct load_report *l, struct generator *g)
{
    int64_t end = deadline_now() + (int64_t)(l->plan.seconds * 1e9);
    int64_t next = deadline_now();
    struct outcome before = { 0 };

    do {
        next = next + 1000000000 < end ? next + 1000000000 : end;
        size_t living = generator_run(g, next);
        generator_outcome(g, &l->outcome);
        tell(l, &l->outcome, &before);
        before = l->outcome;
        if (living == 0)
            return;
    } while (next < end);
}

static void look_at_server(struct load_report *l, struct server *s)
{
    bool cut_off = l->outcome.lost > 0;

    l->ended = server_ended_by(s, deadline_in(cut_off ? 1 : 0));
    l->status = s->status;
    server_log_line(s->err, l->last_line, sizeof l->last_line);
}

/* Puts the workload to the server. Returns ALL_HELD or why it cannot. */
static int put(struct load_report *l, struct server *s)
{
    struct idle_clients idle = { 0 };
    struct generator *g = NULL;
    int status = ALL_HELD;

    if (idle_add(&idle, s, l->idle) == -1 && idle.error) {
        warnx("%zu idle clients: %s", l->idle, strerror(idle.error));
        status = CANNOT;
    } else if (idle.size < l->idle) {
        warnx("%s takes only %zu idle clients", l->target.name, idle.size);
        status = NOT_HELD;
    } else if (!(g = generator_open(&l->plan, s))) {
        status = CANNOT;
    } else {
        int64_t before = server_switches(s);
        run(l, g);
        l->switches = before < 0 ? -1 : server_switches(s) - before;
        l->memory = server_memory(s);
        generator_finish(g, &l->outcome);
        look_at_server(l, s);
        generator_close(g);
    }
    idle_close(&idle, s);
    server_stop(s);
    server_forget(s);
    return status;
}

static void print(const struct load_report *l)
{
    if (json)
        load_report_json(l);
    else if (csv)
        load_report_csv(l);
    else if (hgrm)
        load_report_hgrm(l);
    else
        load_report_text(l);
}

/* Are there descriptors and ports for so many clients? */
static bool is_possible(const struct load_report *l, const struct machine *e)
{
    size_t most = machine_clients(e);

    if (l->plan.clients + l->idle <= most)
        return true;
    warnx("%zu clients are too many here: at most %zu have a descriptor and a "
          "port (see ulimit -Hn)", l->plan.clients + l->idle, most);
    return false;
}

static int load(struct load_report *l)
{
    struct machine e;
    struct server s;
    int status;

    machine_prepare(&e);
    if (!is_possible(l, &e))
        return CANNOT;
    struct launch how = {
        .cpu = e.server_cpu + 1,
        .soft_files = e.files < INT_MAX ? (int)e.files : 0,
    };
    if (server_start(&s, &l->target, &how) == -1 || wire_reach(&s) == -1) {
        warnx("%s", s.why);
        return CANNOT;
    }
    status = put(l, &s);
    if (status != ALL_HELD)
        return status;
    print(l);
    return load_report_broken(l) ? NOT_HELD : ALL_HELD;
}

/* What a datagram is not, and how long to wait for one. */
static int suit_datagrams(struct workload *plan)
{
    plan->patience = PATIENCE;
    if (plan->stream)
        warnx("--stream: of datagrams, a client has one under way");
    else if (plan->depth > 1)
        warnx("--depth: of datagrams, a client has one under way");
    else if (plan->size > WIRE_DATAGRAM)
        warnx("--size: a datagram has at most %d bytes", WIRE_DATAGRAM);
    else
        return 0;
    return -1;
}

static int run_load(const struct arguments *a)
{
    int status;

    if (command_line_target(&report.target, "load", a) == -1)
        return WRONG_USAGE;
    if (report.target.by == BY_UDP && suit_datagrams(&report.plan) == -1)
        return WRONG_USAGE;
    if (report.plan.messages > 0)
        report.plan.seconds = 3600;
    status = load(&report);
    target_free(&report.target);
    return status;
}

const struct verb verb_load = {
    .name = "load",
    .does = "one workload, one server: rates and latency",
    .usage = "TARGET\n-- COMMAND ARG...\n",
    .about = "One workload, one server, every byte verified.\n",
    .options = options,
    .notes =
        "The loop is closed: a client asks again once it is answered, so a "
        "server that stalls is asked less often, and the stall counts once. "
        "With --rate it is open: latency counts from the planned time, even of "
        "what could not be sent yet.\n\n"
        "By UDP a message is a datagram. One that has no answer in half a "
        "second is lost, and told as lost: its client goes on.\n\n"
        TARGET_HELP,
    .ends = {
        { "0", "every byte came back (by UDP: of all that came back)" },
        { "1", "a byte was wrong or missing, or a client was still without an "
          "answer a second after the end" },
        { "2", "wrong usage" },
        { "3", "the server cannot be started, or reached" },
        { "124", "--deadline passed" },
    },
    .run = run_load,
};
