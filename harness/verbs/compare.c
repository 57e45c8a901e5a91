/*
 * compare.c: the verb that puts the same questions to all five models, and to
 * any server of yours: one table.
 *
 * In each round every server is asked everything, one after the other, so that
 * what disturbs the machine for a while disturbs all of them alike.
 */
#include "compare/comparison.h"
#include "compare/save.h"
#include "compare/sweep.h"
#include "lib/exit_status.h"
#include "lib/parse.h"
#include "server/models.h"
#include "verbs/command_line.h"
#include "verbs/verb.h"

#include <err.h>
#include <getopt.h>
#include <string.h>

static int help(void)
{
    printf(
        "usage: muxlab compare [OPTION...] [TARGET...] [-- COMMAND ARG...]\n"
        "Puts the same questions to several servers: one table.\n\n"
        "  muxlab compare                        all five models\n"
        "  muxlab compare mine='python3 my.py'   and a server of yours\n"
        "  muxlab compare poll epoll             these two\n\n"
        "      --quick      one round, and shorter: for a first look\n"
        "  -r, --rounds N   rounds (3); the figure is their median\n"
        "  -t, --time SECONDS   that a rate is measured for (0.25)\n"
        "      --all        more questions\n"
        "      --only TEXT  only questions that have TEXT in their key or\n"
        "                   label (as often as you like)\n"
        "      --list       prints the questions\n"
        "      --sweep idle=0,10,100,900   messages a second over a range;\n"
        "                   also clients=, size=, depth=\n"
        "      --svg FILE   of a sweep: the chart\n"
        "      --save FILE  all figures, and what they were measured on\n"
        "      --from FILE  prints a saved table again\n"
        "      --csv        a line a cell;  --json: with each round's figure\n"
        "  -h, --help       this text\n\n"
        TARGET_HELP
        "Ends with 1 if a server sent a wrong byte or broke down, 3 if one\n"
        "could not be started, or reached, or a file not be used.\n");
    return ALL_HELD;
}

static int usage(void)
{
    return command_line_usage("compare");
}

static int list(const struct comparison *v)
{
    for (size_t i = 0; i < n_questions; i++)
        printf("%-12s %s%s\n", questions[i].key,
               comparison_label(v, &questions[i]),
               questions[i].more ? " (--all)" : "");
    return ALL_HELD;
}

/* A word, or the command. */
static int add_target(struct comparison *v, const char *word, char **command)
{
    if (v->n_targets == TARGETS) {
        warnx("%s: more than %d targets", word, TARGETS);
        return -1;
    }
    struct target *t = &v->targets[v->n_targets++];
    return command ? target_command(t, command) : target_parse(t, word);
}

/* Without a model among the words, all five come first: a server of yours is
 * one column more. */
static int add_targets(struct comparison *v, char **words, char **command)
{
    bool named = false;

    for (char **word = words; *word; word++)
        named = named || model_find(*word);
    for (const struct model *m = models; m->name && !m->parent && !named; m++)
        if (add_target(v, m->name, NULL) == -1)
            return -1;
    for (; *words; words++)
        if (add_target(v, *words, NULL) == -1)
            return -1;
    return command ? add_target(v, *command, command) : 0;
}

static int add_only(struct comparison *v, const char *text)
{
    bool any = false;

    for (size_t i = 0; i < n_questions && *text; i++)
        if (strstr(questions[i].key, text)
            || strstr(comparison_label(v, &questions[i]), text))
            any = v->chosen[i] = true;
    if (!any)
        warnx("--only '%s': no question has that; see --list", text);
    return any ? 0 : -1;
}

/* The options that take a number. Returns whether it was a good one. */
static bool set_number(struct comparison *v, int option, const char *text)
{
    if (option == 't')
        return (v->seconds = parse_decimal("--time", text, 60)) > 0;

    long rounds = parse_number("--rounds", text, 1, 1000);

    v->rounds = rounds > 0 ? (size_t)rounds : 0;
    return rounds > 0;
}

static const struct option options[] = {
    { "quick", no_argument, NULL, 'q' },
    { "rounds", required_argument, NULL, 'r' },
    { "time", required_argument, NULL, 't' },
    { "only", required_argument, NULL, 'o' },
    { "list", no_argument, NULL, 'l' },
    { "all", no_argument, NULL, 'a' },
    { "sweep", required_argument, NULL, 's' },
    { "svg", required_argument, NULL, 'S' },
    { "save", required_argument, NULL, 'w' },
    { "from", required_argument, NULL, 'f' },
    { "json", no_argument, NULL, 'j' },
    { "csv", no_argument, NULL, 'c' },
    { "help", no_argument, NULL, 'h' },
    { 0 },
};

/* Returns -1 to go on, else how the program ends. */
static int read_options(struct comparison *v, int argc, char **argv)
{
    int option;

    while ((option = getopt_long(argc, argv, "r:t:h", options, NULL)) != -1) {
        switch (option) {
        case 'q': v->quick = true; break;
        case 'r':
        case 't': if (set_number(v, option, optarg)) break; return usage();
        case 'o': if (add_only(v, optarg) == 0) break; return usage();
        case 'l': return list(v);
        case 'a': v->all = true; break;
        case 's': if (sweep_read(v, optarg) == 0) break; return usage();
        case 'S': v->output.svg = optarg; break;
        case 'w': v->save = optarg; break;
        case 'f': v->from = optarg; break;
        case 'j': v->output.print = table_json; break;
        case 'c': v->output.print = table_csv; break;
        case 'h': return help();
        default: return usage();
        }
    }
    return -1;
}

/* Do the options go together? */
static bool agree(const struct comparison *v)
{
    bool some = v->all;

    for (size_t i = 0; i < n_questions; i++)
        some = some || v->chosen[i];
    if (v->axis && some)
        warnx("--sweep asks one question: without --all and --only");
    else if (v->output.svg && !v->axis)
        warnx("--svg: only a sweep has a chart");
    else
        return true;
    return false;
}

/* Prints what was saved. */
static int again(const struct comparison *v, bool targets)
{
    if (targets || v->axis || v->save) {
        warnx("--from prints what was saved: without targets, --sweep and "
              "--save");
        return usage();
    }
    return restore_publish(v->from, &v->output);
}

int verb_compare(int argc, char **argv)
{
    static struct comparison v;
    char **command = command_line_command(&argc, argv);
    int status;

    argv[argc] = NULL;          /* the words end where the command begins */
    machine_prepare(&v.machine);
    v.output.print = table_text;
    v.questions = questions;
    v.n_questions = n_questions;
    v.words = argv + 1;
    v.command = command;
    status = read_options(&v, argc, argv);
    if (status != -1)
        return status;
    if (v.from)
        return again(&v, argv[optind] || command);
    if (!agree(&v))
        return usage();
    status = add_targets(&v, argv + optind, command) == -1 ? usage()
        : comparison_run(&v);
    for (size_t i = 0; i < v.n_targets; i++)
        target_free(&v.targets[i]);
    return status;
}
