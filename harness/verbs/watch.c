/*
 * watch.c: the verb `watch`: every system call of any server, as a ledger and
 * as a picture of where it waited.
 */
#include "lib/exit_status.h"
#include "lib/parse.h"
#include "verbs/command_line.h"
#include "verbs/verb.h"
#include "watch/ledger.h"
#include "watch/live.h"
#include "watch/picture.h"

#include <err.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MESSAGES_MOST = 100000, CLIENTS_MOST = 1000, TARGETS = 8 };

struct watch {
    struct exchange exchange;
    struct picture picture;     /* no script: the exchange, as a ledger */
    struct script script;
    struct target targets[TARGETS];
    size_t n;
};

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
"HOST:PORT, which runs already, cannot be observed.\n"
"Counts are exact. Times are longer than without the observer, which costs\n"
"some 20 microseconds a call. An observed program gains no privileges by its\n"
"set-user-ID bit. Runs on x86-64; written for arm64, but not run there.\n");
    return ALL_HELD;
}

static int usage(void)
{
    return command_line_usage("watch");
}

static bool take_script(struct watch *o, const char *name)
{
    int place = parse_choice("--timeline", name, script_names());

    o->picture.script = &o->script;
    return place != -1
           && script_parse(&o->script, name, script_text(place)) == 0;
}

/* Several words, or one command. */
static int read_targets(struct watch *o, int n, char **words, char **command)
{
    bool one = n == 0 || command || (o->picture.lines && !o->picture.script);

    if (n > TARGETS) {
        warnx("watch: at most %d servers", TARGETS);
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
        return take_script(o, optarg);
    case 's':
        o->picture.svg = optarg;
        return true;
    case 'l':
        return o->picture.lines = true;
    case 'j':
        return o->picture.json = true;
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
    if (!o->picture.svg || o->picture.script)
        return -1;
    warnx("--svg goes with --timeline");
    return usage();
}

static int print_ledger(const struct watch *o)
{
    struct ledger *ledgers = calloc(o->n, sizeof *ledgers);
    int ending = ALL_HELD;

    if (!ledgers) {
        warn("ledger");
        return CANNOT;
    }
    for (size_t i = 0; i < o->n && ending != CANNOT; i++) {
        if (ledger_take(&ledgers[i], &o->targets[i], &o->exchange,
                        o->picture.json) == -1) {
            warnx("%s", ledgers[i].why);
            ending = CANNOT;
        } else if (ledgers[i].messages < o->exchange.messages) {
            ending = NOT_HELD;
        }
    }
    if (ending != CANNOT && !o->picture.json)
        ledger_print(ledgers, o->n, &o->exchange);
    free(ledgers);
    return ending;
}

int verb_watch(int argc, char **argv)
{
    static struct watch o = { .exchange = { 1000, 1 } };
    int ending = read_options(&o, argc, argv);

    if (ending == -1 && o.picture.script)
        ending = picture_show(&o.picture, o.targets, o.n);
    else if (ending == -1 && o.picture.lines)
        ending = live_show(&o.targets[0]);
    else if (ending == -1)
        ending = print_ledger(&o);
    for (size_t i = 0; i < o.n; i++)
        target_free(&o.targets[i]);
    return ending;
}
