/*
 * load.c: one workload, one server, every byte verified.
 */
#include "lib/deadline.h"
#include "lib/exit_status.h"
#include "lib/parse.h"
#include "load/idle.h"
#include "load/load_report.h"
#include "load/machine.h"
#include "verbs/command_line.h"
#include "verbs/verb.h"

#include <err.h>
#include <getopt.h>
#include <limits.h>
#include <unistd.h>

enum {
    CLIENTS = 10,
    SIZE = 64,
    SECONDS = 5,
    MOST_SIZE = 999999999,
    MOST_CLIENTS = 1000000,
    MOST_MESSAGES = 999999999,
    MOST_DEPTH = 1000000
};

static int help(void)
{
    printf(
        "usage: muxlab load [OPTION...] TARGET | -- COMMAND ARG...\n"
        "One workload, one server, every byte verified.\n\n"
        "  -c, --clients N    that talk (%d)\n"
        "  -s, --size BYTES   a message (%d)\n"
        "  -t, --time SECONDS (%d)\n"
        "  -n, --messages N   from each client, instead of a time\n"
        "  -d, --depth N      messages under way at once, each client (1)\n"
        "  -i, --idle N       further clients that are silent (0)\n"
        "  -r, --rate R       messages a second, at planned times\n"
        "      --reconnect    a new connection for each message\n"
        "      --stream       sends without waiting for answers\n"
        "      --json, --csv  for programs; --hgrm: the percentile spectrum\n"
        "  -h, --help         this text\n\n"
        "The loop is closed: a client asks again once it is answered, so a\n"
        "server that stalls is asked less often, and the stall counts once.\n"
        "With --rate it is open: latency counts from the planned time, even\n"
        "of what could not be sent yet.\n\n"
        TARGET_HELP
        "Ends with 1 if a byte was wrong or missing, or a client was still\n"
        "without an answer a second after the end.\n",
        CLIENTS, SIZE, SECONDS);
    return ALL_HELD;
}

static int usage(void)
{
    return command_line_usage("load");
}

static const struct option options[] = {
    { "clients", required_argument, NULL, 'c' },
    { "size", required_argument, NULL, 's' },
    { "time", required_argument, NULL, 't' },
    { "messages", required_argument, NULL, 'n' },
    { "depth", required_argument, NULL, 'd' },
    { "idle", required_argument, NULL, 'i' },
    { "rate", required_argument, NULL, 'r' },
    { "reconnect", no_argument, NULL, 'R' },
    { "stream", no_argument, NULL, 'S' },
    { "json", no_argument, NULL, 'J' },
    { "csv", no_argument, NULL, 'C' },
    { "hgrm", no_argument, NULL, 'H' },
    { "help", no_argument, NULL, 'h' },
    { 0 },
};

/* The options that take a number. Returns whether it was a good one. */
static bool set_number(struct load_report *l, int option, const char *text)
{
    struct workload *plan = &l->plan;
    long n = 0;

    switch (option) {
    case 'c':
        n = parse_number("--clients", text, 1, MOST_CLIENTS);
        plan->clients = (size_t)n;
        return n != -1;
    case 's':
        n = parse_number("--size", text, 1, MOST_SIZE);
        plan->size = (size_t)n;
        return n != -1;
    case 't':
        return (plan->seconds = parse_decimal("--time", text, 86400)) > 0;
    case 'n':
        n = parse_number("--messages", text, 1, MOST_MESSAGES);
        plan->messages = (uint64_t)n;
        return n != -1;
    case 'd':
        n = parse_number("--depth", text, 1, MOST_DEPTH);
        plan->depth = (size_t)n;
        return n != -1;
    case 'i':
        n = parse_number("--idle", text, 0, MOST_CLIENTS);
        l->idle = (size_t)n;
        return n != -1;
    default:
        return (plan->rate = parse_decimal("--rate", text, 1e9)) > 0;
    }
}

/* Returns whether no other form was wanted before. */
static bool set_form(struct load_report *l,
                     void (*print)(const struct load_report *l))
{
    bool alone = !l->print || l->print == print;

    l->print = print;
    if (!alone)
        warnx("--json, --csv and --hgrm exclude each other");
    return alone;
}

/* Do the options go together? */
static bool agree(const struct workload *plan)
{
    if (plan->stream + plan->reconnect + (plan->rate > 0) > 1)
        warnx("--rate, --reconnect and --stream exclude each other");
    else if (plan->messages > 0 && plan->seconds > 0)
        warnx("--messages and --time exclude each other");
    else
        return true;
    return false;
}

/* Returns -1 to go on, else how the program ends. */
static int read_options(struct load_report *l, int argc, char **argv)
{
    int option;

    while ((option = getopt_long(argc, argv, "c:s:t:n:d:i:r:h", options,
                                 NULL)) != -1) {
        switch (option) {
        case 'R': l->plan.reconnect = true; break;
        case 'S': l->plan.stream = true; break;
        case 'J': if (set_form(l, load_report_json)) break; return usage();
        case 'C': if (set_form(l, load_report_csv)) break; return usage();
        case 'H': if (set_form(l, load_report_hgrm)) break; return usage();
        case 'h': return help();
        case '?': return usage();
        default: if (!set_number(l, option, optarg)) return usage();
        }
    }
    return agree(&l->plan) ? -1 : usage();
}

/* A line each second on a terminal. */
static void tell(const struct load_report *l, const struct outcome *o,
                 const struct outcome *before)
{
    double seconds = o->seconds - before->seconds;

    if (!isatty(STDERR_FILENO) || seconds <= 0)
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

    if (idle_add(&idle, s, l->idle) == -1) {
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
    idle_close(&idle);
    server_stop(s);
    server_forget(s);
    return status;
}

static int load(struct load_report *l)
{
    struct machine e;
    struct server s;
    int status;

    machine_prepare(&e);
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
    l->print(l);
    return load_report_broken(l) ? NOT_HELD : ALL_HELD;
}

int verb_load(int argc, char **argv)
{
    static struct load_report l;
    char **command = command_line_command(&argc, argv);
    int status;

    l.plan = (struct workload){
        .clients = CLIENTS, .size = SIZE, .depth = 1, .latency = &l.latency
    };
    status = read_options(&l, argc, argv);
    if (status != -1)
        return status;
    if (command_line_target(&l.target, "load", argc - optind, argv + optind,
                      command) == -1)
        return usage();
    if (!l.print)
        l.print = load_report_text;
    if (l.plan.seconds <= 0)
        l.plan.seconds = l.plan.messages ? 3600 : SECONDS;
    status = load(&l);
    target_free(&l.target);
    return status;
}
