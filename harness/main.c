/*
 * main.c: the common client: one program, a verb for each thing a class does.
 */
#include "lib/deadline.h"
#include "lib/exit_status.h"
#include "lib/inherited.h"
#include "lib/parse.h"
#include "lib/watchdog.h"
#include "verbs/command_line.h"
#include "verbs/verb.h"

#include <err.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static const struct verb {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *what;
} verbs[] = {
    { "talk", verb_talk, "type, and see what comes back" },
    { "check", verb_check, "the probes that a correct echo server passes" },
    { "compare", verb_compare, "the same questions put to all five models" },
    { "load", verb_load, "one workload, one server: rates and latency" },
    { "watch", verb_watch, "every system call of any server, and where it "
                           "waited" },
    { "with", verb_with, "runs a command while a server is up" },
    { "start", verb_start, "leaves a server running: start DIR TARGET" },
    { "stop", verb_stop, "stops it: stop DIR" },
    { NULL, NULL, NULL },
};

static int help(void)
{
    printf("usage: muxlab VERB [OPTION...] [ARGUMENT...]\n\n");
    for (const struct verb *v = verbs; v->name; v++)
        printf("  %-8s %s\n", v->name, v->what);
    printf("\n"
        "A TARGET, the server in question, is one of\n"
        "  epoll              one of our own: blocking, nonblocking, select,\n"
        "                     poll, epoll\n"
        "  HOST:PORT          a server that runs already\n"
        "  NAME='COMMAND'     any command, run by sh; {port} and {host} in it\n"
        "                     are replaced, and PORT and HOST are set\n"
        "  -- COMMAND ARG...  the same without sh (as the last thing)\n\n"
        "  --timeout-scale X   stretches every deadline inside X times\n"
        "  --deadline SECONDS  ends with 124 what is not done by then (start\n"
        "                      has --lifetime instead)\n"
        "  -h, --help, -V, --version; muxlab VERB --help tells more\n");
    return ALL_HELD;
}

static double overall;          /* seconds; 0: for as long as it takes */

/* What every verb takes. */
static const struct global {
    const char *name;
    double *value;
} globals[] = {
    { "--timeout-scale", &deadline_scale },
    { "--deadline", &overall },
    { NULL, NULL },
};

/* The one that the argument names, with or without =VALUE, or NULL. */
static const struct global *find_global(const char *argument)
{
    size_t length = strcspn(argument, "=");

    for (const struct global *g = globals; g->name; g++)
        if (strlen(g->name) == length
            && strncmp(g->name, argument, length) == 0)
            return g;
    return NULL;
}

static int set(const struct global *g, const char *text)
{
    double number = parse_decimal(g->name, text ? text : "", 1e9);

    if (number <= 0)
        return -1;
    *g->value = number;
    return 0;
}

/* Takes them out of the arguments, wherever they stand before `--`. Returns
 * the new argc, or -1. */
static int take_globals(int argc, char **argv)
{
    int kept = 1, i = 1;

    for (; i < argc && strcmp(argv[i], "--") != 0; i++) {
        const struct global *g = find_global(argv[i]);
        char *equals = strchr(argv[i], '=');

        if (!g)
            argv[kept++] = argv[i];
        else if (set(g, equals ? equals + 1 : argv[++i]) == -1)
            return -1;
    }
    while (i < argc)
        argv[kept++] = argv[i++];
    argv[kept] = NULL;
    return kept;
}

static int usage(void)
{
    fprintf(stderr, "try 'muxlab --help'\n");
    return USAGE;
}

static bool is(const char *word, const char *either, const char *or)
{
    return strcmp(word, either) == 0 || strcmp(word, or) == 0;
}

static int run(const struct verb *v, int argc, char **argv)
{
    if (overall > 0 && v->run == verb_start) {
        warnx("start: --deadline is not for it: see --lifetime");
        return command_line_usage(v->name);
    }
    watchdog_start(v->name, overall);
    /* So that the lines of getopt_long(3) begin as those of warnx(3) do. */
    argv[0] = program_invocation_short_name;
    return v->run(argc, argv);
}

static int act(int argc, char **argv)
{
    if (argc < 2) {
        warnx("a verb is missing");
        return usage();
    }
    if (is(argv[1], "-h", "--help"))
        return help();
    if (is(argv[1], "-V", "--version")) {
        printf("muxlab 1.0\n");
        return ALL_HELD;
    }
    for (const struct verb *v = verbs; v->name; v++)
        if (strcmp(argv[1], v->name) == 0)
            return run(v, argc - 1, argv + 1);
    warnx("%s: no such verb", argv[1]);
    return usage();
}

/* A result that nobody gets is none. (CANNOT has said its reason.) */
static int finish(int status)
{
    bool flushed = fflush(stdout) == 0;

    if (status == CANNOT || (flushed && !ferror(stdout)))
        return status;
    if (flushed)
        errno = EIO;            /* it failed before: who knows why */
    warn("standard output");
    return CANNOT;
}

int main(int argc, char **argv)
{
    if (inherited_remember() == -1) {
        warn("what it was given");
        return CANNOT;
    }
    argc = take_globals(argc, argv);
    return argc < 0 ? usage() : finish(act(argc, argv));
}
