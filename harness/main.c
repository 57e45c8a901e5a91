/*
 * main.c: the common client: one program, a verb for each thing a class does.
 */
#include "lib/exit_status.h"
#include "lib/inherited.h"
#include "lib/version.h"
#include "lib/watchdog.h"
#include "verbs/command_line.h"
#include "verbs/help.h"
#include "verbs/verb.h"

#include <err.h>
#include <errno.h>
#include <stdio.h>

const struct verb *const verbs[] = {
    &verb_talk, &verb_check, &verb_grade, &verb_compare, &verb_load,
    &verb_watch, &verb_with, &verb_start, &verb_stop, &verb_help, NULL
};

/* After the line about a usage error comes one that says where to read on. */
static int usage(const struct verb *verb)
{
    fprintf(stderr, "try 'muxlab %s%s--help'\n", verb ? verb->name : "",
            verb ? " " : "");
    return USAGE;
}

static int print_version(void)
{
    if (version_commit[0])
        printf("muxlab %s (%s)\n", version_number, version_commit);
    else
        printf("muxlab %s\n", version_number);
    return ALL_HELD;
}

/* The line is the verb's; argv[0] is its name. */
static int run(const struct verb *verb, int argc, char **argv)
{
    const struct option_row *const tables[] = {
        verb->options, command_line_options, NULL
    };
    struct arguments a;

    options_defaults(verb->options);
    int status = options_read(tables, false, argc, argv, &a);
    if (status != 0)
        return status == USAGE ? usage(verb) : status;
    if (command_line_version)
        return print_version();
    if (command_line_help) {
        help_verb(stdout, verb);
        return ALL_HELD;
    }
    if (command_line_deadline > 0 && verb == &verb_start) {
        warnx("start: takes --lifetime, not --deadline");
        return usage(verb);
    }
    if (!verb->minds_deadline)
        watchdog_start(verb->name, command_line_deadline);
    status = verb->run(&a);
    return status == WRONG_USAGE ? usage(verb) : status;
}

static int act(int argc, char **argv)
{
    static const struct option_row *const tables[] = {
        command_line_options, NULL
    };
    const struct verb *verb;
    struct arguments a;

    options_defaults(command_line_options);
    int status = options_read(tables, true, argc, argv, &a);
    if (status != 0)
        return status == USAGE ? usage(NULL) : status;
    if (command_line_version)
        return print_version();
    if (command_line_help) {
        help_all(stdout);
        return ALL_HELD;
    }
    if (a.n == 0) {
        warnx("a verb is missing");
        return usage(NULL);
    }
    verb = help_find(a.words[0]);
    return verb ? run(verb, (int)a.n, a.words) : usage(NULL);
}

/* A result that could not be written is a failure. (With CANNOT the reason has
 * been given.) */
static int finish(int status)
{
    bool flushed = fflush(stdout) == 0;

    if (status == CANNOT || (flushed && !ferror(stdout)))
        return status;
    if (flushed)
        errno = EIO;            /* an earlier write failed, and its errno is
                                   lost */
    warn("standard output");
    return CANNOT;
}

int main(int argc, char **argv)
{
    if (inherited_remember() == -1) {
        warn("signals and limits");
        return CANNOT;
    }
    return finish(act(argc, argv));
}
