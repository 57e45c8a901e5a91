/*
 * watch.c: the verb `watch`: every system call of any server, as a ledger and
 * as a picture of where it waited.
 */
#include "muxlab.h"

#include "ledger.h"
#include "target.h"

#include <err.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TARGETS_MOST = 8, MESSAGES_MOST = 100000, CLIENTS_MOST = 1000 };

struct options {
    struct exchange exchange;
    struct target targets[TARGETS_MOST];
    size_t n;
};

static int help(void)
{
    printf("usage: muxlab watch [OPTION...] TARGET...\n"
           "Which system calls a server makes, how often, how often in vain, "
           "and where it\nsleeps. The server is any program as it stands; it "
           "is observed from outside.\n"
           "  --messages N  how many messages it answers (1000)\n"
           "  --clients N   sent by so many clients in turn (1)\n"
           "Counts are exact. Times are longer than those of a free run: an "
           "observed call\ncosts some 20 microseconds. Under observation no "
           "program gains privileges by\nits set-user-ID bit. x86-64; "
           "written for arm64 too, but not run there.\n");
    return ALL_HELD;
}

static int usage(void)
{
    warnx("try 'muxlab watch --help'");
    return USAGE;
}

/* Strictly a number from 1 to most; 0: it is not. */
static int number(const char *option, const char *text, int most)
{
    char *end;
    long n = strtol(text, &end, 10);

    if (*text >= '0' && *text <= '9' && *end == '\0' && n >= 1 && n <= most)
        return (int)n;
    warnx("--%s %s: not a number from 1 to %d", option, text, most);
    return 0;
}

static int read_targets(struct options *o, int argc, char **argv)
{
    for (; optind < argc; optind++) {
        if (o->n == TARGETS_MOST) {
            warnx("at most %d servers", TARGETS_MOST);
            return -1;
        }
        if (strcmp(argv[optind - 1], "--") == 0) {
            target_command(&o->targets[o->n++], argv + optind);
            return 0;
        }
        if (target_parse(&o->targets[o->n], argv[optind]) == -1)
            return -1;
        o->n++;
    }
    if (o->n > 0)
        return 0;
    warnx("a server is missing");
    return -1;
}

/* Returns -1 to go on, or how the program ends. */
static int read_options(struct options *o, int argc, char **argv)
{
    static const struct option names[] = {
        { "messages", required_argument, NULL, 'm' },
        { "clients", required_argument, NULL, 'c' },
        { "help", no_argument, NULL, 'h' },
        { 0 },
    };
    int option, n;

    while ((option = getopt_long(argc, argv, "h", names, NULL)) != -1) {
        switch (option) {
        case 'm':
            n = number("messages", optarg, MESSAGES_MOST);
            o->exchange.messages = (uint64_t)n;
            break;
        case 'c':
            o->exchange.clients = n = number("clients", optarg, CLIENTS_MOST);
            break;
        case 'h':
            return help();
        default:
            return usage();
        }
        if (n == 0)
            return usage();
    }
    return read_targets(o, argc, argv) == -1 ? usage() : -1;
}

static int print_ledger(const struct options *o)
{
    struct ledger *ledgers = calloc(o->n, sizeof *ledgers);
    int ending = ALL_HELD;

    if (ledgers == NULL) {
        warn("ledger");
        return CANNOT;
    }
    for (size_t i = 0; i < o->n && ending != CANNOT; i++) {
        if (ledger_take(&ledgers[i], &o->targets[i], &o->exchange) == -1) {
            warnx("%s", ledgers[i].why);
            ending = CANNOT;
        } else if (ledgers[i].messages < o->exchange.messages) {
            ending = NOT_HELD;
        }
    }
    if (ending != CANNOT)
        ledger_print(ledgers, o->n, &o->exchange);
    free(ledgers);
    return ending;
}

int verb_watch(int argc, char **argv)
{
    static struct options o = { .exchange = { 1000, 1 } };
    int ending = read_options(&o, argc, argv);

    if (ending == -1)
        ending = print_ledger(&o);
    for (size_t i = 0; i < o.n; i++)
        target_free(&o.targets[i]);
    return ending;
}
