/*
 * main.c: the common client: one program, a verb for each thing a class does.
 */
#include "muxlab.h"

#include "deadline.h"
#include "given.h"

#include <err.h>
#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct verb {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *what;
} verbs[] = {
    { "compare", verb_compare, "the same questions put to all five models" },
    { "load", verb_load, "one workload, one server: rates and latency" },
    { "start", verb_start, "leaves a server running: start DIR TARGET" },
    { "stop", verb_stop, "stops it: stop DIR" },
    { "talk", verb_talk, "type, and see what comes back" },
    { "with", verb_with, "runs a command while a server is up" },
    { "watch", verb_watch, "every system call of any server, and where it "
                           "waited" },
    { "check", verb_check, "the probes that a correct echo server passes" },
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
        "  --timeout-scale X  stretches every deadline X times\n"
        "  -h, --help, -V, --version; muxlab VERB --help tells more\n");
    return ALL_HELD;
}

static int set_scale(const char *text)
{
    char *end;
    double scale = text ? strtod(text, &end) : 0;

    if (!text || *end || !isfinite(scale) || scale <= 0) {
        warnx("--timeout-scale: a number above 0 is needed, not '%s'",
              text ? text : "");
        return -1;
    }
    deadline_scale = scale;
    return 0;
}

/* Takes --timeout-scale out of the arguments, wherever it stands before `--`.
 * Returns the new argc, or -1. */
static int take_scale(int argc, char **argv)
{
    static const char option[] = "--timeout-scale";
    size_t length = sizeof option - 1;
    int kept = 1, i = 1;

    for (; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (strncmp(argv[i], option, length) != 0
            || (argv[i][length] && argv[i][length] != '='))
            argv[kept++] = argv[i];
        else if (set_scale(argv[i][length] ? argv[i] + length + 1
                           : argv[++i]) == -1)
            return -1;
    }
    while (i < argc)
        argv[kept++] = argv[i++];
    argv[kept] = NULL;
    return kept;
}

static int usage(const char *verb)
{
    if (verb)
        warnx("%s: no such verb", verb);
    else
        warnx("a verb is missing");
    fprintf(stderr, "try 'muxlab --help'\n");
    return USAGE;
}

static bool is(const char *word, const char *either, const char *or)
{
    return strcmp(word, either) == 0 || strcmp(word, or) == 0;
}

static int act(int argc, char **argv)
{
    if (argc < 2)
        return usage(NULL);
    if (is(argv[1], "-h", "--help"))
        return help();
    if (is(argv[1], "-V", "--version")) {
        printf("muxlab 1.0\n");
        return ALL_HELD;
    }
    for (const struct verb *v = verbs; v->name; v++)
        if (strcmp(argv[1], v->name) == 0)
            return v->run(argc - 1, argv + 1);
    return usage(argv[1]);
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
    if (given_take() == -1) {
        warn("what it was given");
        return CANNOT;
    }
    argc = take_scale(argc, argv);
    return argc < 0 ? USAGE : finish(act(argc, argv));
}
