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
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TARGETS = 8 };

static struct watch {
    struct exchange exchange;
    struct picture picture;     /* no script: the exchange, as a ledger */
    struct script script;
    struct target targets[TARGETS];
    size_t n;
} watch;

static int read_script(const char *name)
{
    int place = parse_choice("--timeline", name, script_names());

    watch.picture.script = &watch.script;
    return place == -1 ? -1
        : script_parse(&watch.script, name, script_text(place));
}

static const struct option_row options[] = {
    { "messages", .argument = "N", .help = "how many messages it answers",
      .standard = "1000", .count = &watch.exchange.messages,
      .least = 1, .most = 100000 },
    { "clients", .argument = "N", .help = "the clients that send them in turn",
      .standard = "1", .number = &watch.exchange.clients,
      .least = 1, .most = 1000 },
    { "timeline", .argument = "SCRIPT",
      .help = "instead: what server and clients did, as a picture",
      .read = read_script, .words = script_names,
      .without = "messages clients" },
    { "svg", .argument = "FILE", .help = "the picture as a slide",
      .text = &watch.picture.svg, .needs = "timeline",
      .without = "lines json" },
    { "lines", .help = "each call as it happens, in words: of the script, or "
      "while you talk to the server, until you interrupt it",
      .flag = &watch.picture.lines, .without = "json messages clients" },
    { "json", .help = "each call as an object", .flag = &watch.picture.json },
    { NULL }
};

static int read_targets(struct watch *o, const struct arguments *a)
{
    if (a->n > 0 && !a->command && !(o->picture.lines && !o->picture.script))
        return command_line_targets(o->targets, TARGETS, &o->n, a);
    o->n = 1;
    return command_line_target(o->targets, "watch", a);
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

static int run(const struct arguments *a)
{
    int ending = USAGE;

    if (read_targets(&watch, a) == -1)
        ending = USAGE;
    else if (watch.picture.script)
        ending = picture_show(&watch.picture, watch.targets, watch.n);
    else if (watch.picture.lines)
        ending = live_show(&watch.targets[0]);
    else
        ending = print_ledger(&watch);
    for (size_t i = 0; i < watch.n; i++)
        target_free(&watch.targets[i]);
    return ending;
}

const struct verb verb_watch = {
    .name = "watch",
    .does = "every system call of any server, and where it waited",
    .usage = "TARGET...\n-- COMMAND [ARG...]\n",
    .about =
        "Which system calls a server makes, how often, how often in vain, and "
        "where it sleeps. The server is any program as it stands, observed "
        "from outside.\n",
    .options = options,
    .list_title = "Scripts",
    .list = script_list,
    .notes =
        TARGET_HELP
        "HOST:PORT, which runs already, cannot be observed.\n"
        "Counts are exact. Times are longer than without the observer, which "
        "costs some 20 microseconds a call. An observed program gains no "
        "privileges by its set-user-ID bit. Runs on x86-64; written for arm64, "
        "but not run there.\n",
    .ends = {
        { "0", "the server answered everything" },
        { "1", "it did not, or a client was cut off" },
        { "2", "wrong usage" },
        { "3", "it cannot be started or observed here" },
        { "124", "--deadline passed" },
    },
    .run = run,
};
