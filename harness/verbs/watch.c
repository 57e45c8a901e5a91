/*
 * watch.c: the verb `watch`: every system call of any server, as a ledger and
 * as a picture of where it waited.
 */
#include "lib/exit_status.h"
#include "lib/parse.h"
#include "verbs/command_line.h"
#include "verbs/verb.h"
#include "watch/watch.h"

#include <err.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MESSAGES_MOST = 100000, CLIENTS_MOST = 1000 };

static int help(void)
{
    printf(
"usage: muxlab watch [OPTION...] TARGET...\n"
"       muxlab watch [OPTION...] -- COMMAND [ARG...]\n"
"Which system calls a server makes, how often, how often in vain, and where\n"
"it sleeps. The server is any program as it stands, observed from outside.\n"
"  --messages N       how many messages it answers (1000)\n"
"  --clients N        sent by so many clients in turn (1)\n"
"  --timeline SCRIPT  instead: what server and clients did, as a picture\n"
"  --svg FILE         the picture as a slide\n"
"  --lines            each call as it happens, in words: of the script, or\n"
"                     while you talk to the server, until you interrupt it\n"
"  --json             each call as an object\n"
"Scripts:\n");
    script_list();
    printf(
TARGET_HELP
"It is started here, under session: so not HOST:PORT, which runs already.\n"
"Counts are exact. Times are longer than those of a free run: an observed\n"
"call costs some 20 microseconds. Under session no program gains\n"
"privileges by its set-user-ID bit. Runs on x86-64; written for arm64 too,\n"
"but not run there.\n");
    return ALL_HELD;
}

static int usage(void)
{
    return command_line_usage("watch");
}

static const struct script *script(const char *name)
{
    int place = parse_choice("--timeline", name, script_names());

    return place == -1 ? NULL : script_at(place);
}

/* Several words, or one command. */
static int read_targets(struct watch *o, int n, char **words, char **command)
{
    bool one = n == 0 || command || (o->lines && o->script == NULL);

    if (n > WATCH_TARGETS) {
        warnx("watch: at most %d servers", WATCH_TARGETS);
        return -1;
    }
    o->n = one ? 1 : (size_t)n;
    if (one)
        return command_line_target(o->targets, "watch", n, words, command);
    for (int i = 0; i < n; i++)
        if (target_parse(&o->targets[i], words[i]) == -1)
            return -1;
    return 0;
}

/* false: its argument is wrong, or there is no such option. */
static bool take_option(struct watch *o, int option)
{
    int n;

    switch (option) {
    case 'm':
        n = (int)parse_number("--messages", optarg, 1, MESSAGES_MOST);
        o->exchange.messages = (uint64_t)n;
        return n > 0;
    case 'c':
        o->exchange.clients =
            (int)parse_number("--clients", optarg, 1, CLIENTS_MOST);
        return o->exchange.clients > 0;
    case 't':
        o->script = script(optarg);
        return o->script != NULL;
    case 's':
        o->svg = optarg;
        return true;
    case 'l':
        return o->lines = true;
    case 'j':
        return o->json = true;
    }
    return false;
}

/* Returns -1 to go on, or how the program ends. */
static int read_options(struct watch *o, int argc, char **argv)
{
    static const struct option names[] = {
        { "messages", required_argument, NULL, 'm' },
        { "clients", required_argument, NULL, 'c' },
        { "timeline", required_argument, NULL, 't' },
        { "svg", required_argument, NULL, 's' },
        { "lines", no_argument, NULL, 'l' },
        { "json", no_argument, NULL, 'j' },
        { "help", no_argument, NULL, 'h' },
        { 0 },
    };
    char **command = command_line_command(&argc, argv);
    int option;

    while ((option = getopt_long(argc, argv, "h", names, NULL)) != -1) {
        if (option == 'h')
            return help();
        if (!take_option(o, option))
            return usage();
    }
    if (read_targets(o, argc - optind, argv + optind, command) == -1)
        return usage();
    if (o->svg == NULL || o->script != NULL)
        return -1;
    warnx("--svg goes with --timeline");
    return usage();
}

static int print_ledger(const struct watch *o)
{
    struct ledger *ledgers = calloc(o->n, sizeof *ledgers);
    int ending = ALL_HELD;

    if (ledgers == NULL) {
        warn("ledger");
        return CANNOT;
    }
    for (size_t i = 0; i < o->n && ending != CANNOT; i++) {
        if (ledger_take(&ledgers[i], &o->targets[i], &o->exchange,
                        o->json) == -1) {
            warnx("%s", ledgers[i].why);
            ending = CANNOT;
        } else if (ledgers[i].messages < o->exchange.messages) {
            ending = NOT_HELD;
        }
    }
    if (ending != CANNOT && !o->json)
        ledger_print(ledgers, o->n, &o->exchange);
    free(ledgers);
    return ending;
}

int verb_watch(int argc, char **argv)
{
    static struct watch o = { .exchange = { 1000, 1 } };
    int ending = read_options(&o, argc, argv);

    if (ending == -1 && o.script != NULL)
        ending = watch_timeline(&o);
    else if (ending == -1 && o.lines)
        ending = watch_lines(&o.targets[0]);
    else if (ending == -1)
        ending = print_ledger(&o);
    for (size_t i = 0; i < o.n; i++)
        target_free(&o.targets[i]);
    return ending;
}
