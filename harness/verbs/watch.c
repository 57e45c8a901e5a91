/*
 * watch.c: the verb `watch`: every system call of any server, as a ledger and
 * as a picture of where it waited.
 */
#include "lib/exit_status.h"
#include "lib/file.h"
#include "lib/parse.h"
#include "lib/text.h"
#include "verbs/command_line.h"
#include "verbs/verb.h"
#include "watch/caller.h"
#include "watch/inject.h"
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
    struct inject inject;
    const char *printed;        /* a script, to be printed */
    bool client;
    struct target targets[TARGETS];
    size_t n;
} watch = { .exchange.inject = &watch.inject, .picture.inject = &watch.inject };

static int take_script(const char *name, const char *text)
{
    watch.picture.script = &watch.script;
    return script_parse(&watch.script, name, text);
}

static int read_timeline(const char *name)
{
    int place = parse_choice("--timeline", name, script_names());

    return place == -1 ? -1 : take_script(name, script_text(place));
}

static int read_script(const char *path)
{
    char *text = file_read(path);
    int result = text ? take_script(path, text) : -1;

    free(text);
    return result;
}

static int read_printed(const char *name)
{
    int place = parse_choice("--print-script", name, script_names());

    watch.printed = place == -1 ? NULL : script_text(place);
    return place == -1 ? -1 : 0;
}

static int read_inject(const char *rule)
{
    return inject_parse(&watch.inject, rule);
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
      .read = read_timeline, .words = script_names,
      .without = "messages clients script" },
    { "script", .argument = "FILE", .help = "the same, by a script of yours",
      .read = read_script, .without = "messages clients" },
    { "print-script", .argument = "SCRIPT", .help = "print it, as an example",
      .read = read_printed, .words = script_names },
    { "svg", .argument = "FILE", .help = "the picture as a slide",
      .text = &watch.picture.svg, .without = "lines json" },
    { "lines", .help = "each call as it happens, in words: of the script, or "
      "while you talk to the server, until you interrupt it",
      .flag = &watch.picture.lines, .without = "json messages clients" },
    { "json", .help = "each call as an object", .flag = &watch.picture.json },
    { "client", .help = "observe a program that calls a server: TARGET, or "
      "epoll. Its address is in PORT and HOST",
      .flag = &watch.client, .without = "messages clients timeline script" },
    { "inject", .argument = "FAULT", .help = "a fault in its calls, such as "
      "write:short=1, accept:EMFILE@3, wait:EINTR@1+2 or read#2:ECONNRESET; "
      "again for more", .read = read_inject },
    { .name = NULL }
};

/* Returns 0, or -1 after one line. */
static int read_targets(struct watch *o, const struct arguments *a)
{
    bool one = o->client || (o->picture.lines && !o->picture.script);

    if (o->picture.svg && !o->picture.script) {
        warnx("--svg needs --timeline or --script");
        return -1;
    }
    if (a->n > 0 && !a->command && !one)
        return command_line_targets(o->targets, TARGETS, &o->n, a);
    o->n = 1;
    return command_line_target(o->targets, "watch", a);
}

/* Can what is wanted be seen of each of them? */
static bool suits_targets(const struct watch *o)
{
    for (size_t i = 0; i < o->n; i++) {
        if (!o->picture.script || o->targets[i].by != BY_UDP
            || !script_needs_connections(o->picture.script))
            continue;
        warnx("%s: the script '%s' needs connections, which UDP has not",
              o->targets[i].name, text_path(o->picture.script->name));
        return false;
    }
    return true;
}

/* The program is what stands after --. */
static int observe_client(struct watch *o, const struct arguments *a)
{
    static char *epoll[] = { "epoll", NULL };
    struct arguments server = *a;
    struct caller c = { .command = a->command, .server = o->targets,
                        .inject = &o->inject, .lines = o->picture.lines,
                        .json = o->picture.json };

    if (!a->command) {
        warnx("--client needs -- PROGRAM [ARG...]");
        return WRONG_USAGE;
    }
    server.command = NULL;
    if (a->n == 0) {
        server.words = epoll;
        server.n = 1;
    }
    if (read_targets(o, &server) == -1)
        return WRONG_USAGE;
    if (o->targets->by == BY_TCP)
        return caller_show(&c);
    warnx("--client: %s is not called by TCP", o->targets->name);
    return WRONG_USAGE;
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

static int observe_server(struct watch *o, const struct arguments *a)
{
    if (read_targets(o, a) == -1 || !suits_targets(o))
        return WRONG_USAGE;
    if (o->picture.script)
        return picture_show(&o->picture, o->targets, o->n);
    if (o->picture.lines)
        return live_show(o->targets, &o->inject);
    return print_ledger(o);
}

static int run(const struct arguments *a)
{
    int ending;

    if (watch.printed) {
        fputs(watch.printed, stdout);
        return ALL_HELD;
    }
    ending = watch.client ? observe_client(&watch, a)
        : observe_server(&watch, a);
    for (size_t i = 0; i < watch.n; i++)
        target_free(&watch.targets[i]);
    return ending;
}

const struct verb verb_watch = {
    .name = "watch",
    .does = "every system call of any server, and where it waited",
    .usage = "TARGET...\n-- COMMAND [ARG...]\n"
        "--client [TARGET] -- PROGRAM [ARG...]\n",
    .about =
        "Which system calls a server makes, how often, how often in vain, and "
        "where it sleeps. The server is any program as it stands, observed "
        "from outside.\n",
    .options = options,
    .list_title = "Scripts",
    .list = script_list,
    .notes =
        TARGET_HELP
        "One that runs already cannot be observed.\n"
        "Counts are exact. Times are longer than without the observer, which "
        "costs some 20 microseconds a call. An observed program gains no "
        "privileges by its set-user-ID bit. Runs on x86-64; written for arm64, "
        "but not run there.\n"
        "A script of yours is text: a line `title WORDS`, and for each of at "
        "most six clients a line `client STEP, STEP...`. Steps are connect, "
        "pause MS, send BYTES, receive (all that is owed), half-close (and "
        "read to end of file), stop-reading, read-again, close and reset. A "
        "line that begins with # is a remark.\n"
        "A fault is CALL:EFFECT[@FIRST[+[STEP]]]. CALL is accept, read, write "
        "or wait, or a call's name; read#2 is for the second client accepted. "
        "EFFECT is short=BYTES or an error. @3 is the third such call, @3+ all "
        "from there on, @3+2 every second. EINTR comes only to calls that may "
        "sleep, EAGAIN only to those that may not.\n",
    .ends = {
        { "0", "the server answered everything" },
        { "1", "it did not, or a client was cut off" },
        { "2", "wrong usage" },
        { "3", "it cannot be started or observed here" },
        { "124", "--deadline passed" },
    },
    .run = run,
};
