/*
 * compare.c: the verb that puts the same questions to all five models, and to
 * any server of yours: one table.
 *
 * In each round every server is asked everything, one after the other, so that
 * what disturbs the machine for a while disturbs all of them alike.
 */
#include "compare/chart.h"
#include "compare/comparison.h"
#include "compare/restore.h"
#include "compare/results.h"
#include "compare/save.h"
#include "compare/sweep.h"
#include "lib/atomic_file.h"
#include "lib/exit_status.h"
#include "lib/interrupt.h"
#include "lib/parse.h"
#include "server/models.h"
#include "verbs/command_line.h"
#include "verbs/verb.h"

#include <err.h>
#include <getopt.h>
#include <string.h>

enum { ROUNDS = 3 };

static const double usual = 0.25, quick = 0.1;  /* seconds for a rate */

/* What the command line asks for. */
static struct {
    bool quick;                 /* one round, and shorter */
    bool all;                   /* the questions that are `more`, too */
    bool only[TABLE_ROWS], any; /* by the question's place; is there one? */
    void (*print)(const struct table *t, FILE *to);
    const char *svg;            /* the chart's file; NULL: none is wanted */
    const char *save;           /* the file for all that was found; or NULL */
    const char *from;           /* the file to print again; or NULL */
} asked = { .print = table_text };

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
    const struct question *q;

    for (size_t i = 0; (q = question_at(i)); i++)
        printf("%-12s %s%s\n", q->key, question_label(q, &v->machine),
               q->more ? " (--all)" : "");
    return ALL_HELD;
}

/* A word, or the command. */
static int add_target(struct comparison *v, const char *word, char **command)
{
    if (v->n_targets == TABLE_COLUMNS) {
        warnx("%s: more than %d targets", word, TABLE_COLUMNS);
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

static int add_only(const struct comparison *v, const char *text)
{
    const struct question *q;
    bool any = false;

    for (size_t i = 0; (q = question_at(i)) && *text; i++)
        if (strstr(q->key, text)
            || strstr(question_label(q, &v->machine), text))
            any = asked.only[i] = true;
    asked.any = asked.any || any;
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
        case 'q': asked.quick = true; break;
        case 'r':
        case 't': if (set_number(v, option, optarg)) break; return usage();
        case 'o': if (add_only(v, optarg) == 0) break; return usage();
        case 'l': return list(v);
        case 'a': asked.all = true; break;
        case 's': if (sweep_read(v, optarg) == 0) break; return usage();
        case 'S': asked.svg = optarg; break;
        case 'w': asked.save = optarg; break;
        case 'f': asked.from = optarg; break;
        case 'j': asked.print = table_json; break;
        case 'c': asked.print = table_csv; break;
        case 'h': return help();
        default: return usage();
        }
    }
    return -1;
}

/* Do the options go together? */
static bool agree(const struct comparison *v)
{
    if (v->axis && (asked.all || asked.any))
        warnx("--sweep asks one question: without --all and --only");
    else if (asked.svg && !v->axis)
        warnx("--svg: only a sweep has a chart");
    else
        return true;
    return false;
}

/* Fills in what the options leave open. */
static void complete(struct comparison *v)
{
    const struct question *q;

    for (size_t i = 0; !v->axis && (q = question_at(i)); i++)
        if (asked.any ? asked.only[i] : asked.all || !q->more)
            v->asked[v->n_asked++] = q;
    if (v->rounds == 0)
        v->rounds = asked.quick ? 1 : ROUNDS;
    if (v->seconds <= 0)
        v->seconds = asked.quick ? quick : usual;
    v->latencies = asked.save;
}

static int draw(const struct table *t, const char *path)
{
    FILE *f = atomic_file_open(path);

    if (!f)
        return -1;
    chart_svg(f, t);
    return atomic_file_close(f, path);
}

/* Returns 0, or -1 after one line. */
static int publish(const struct table *t)
{
    asked.print(t, stdout);
    return asked.svg ? draw(t, asked.svg) : 0;
}

/* After each round, so that the file is good whatever ends us. */
static void save(struct comparison *v)
{
    struct table *t = results_table(v);

    if (!t || save_write(v, t, asked.save) == -1)
        v->failed = true;
    table_free(t);
}

/* Prints what was saved. */
static int again(const struct comparison *v, bool targets)
{
    struct table *t;
    int status = ALL_HELD;

    if (targets || v->axis || asked.save) {
        warnx("--from prints what was saved: without targets, --sweep and "
              "--save");
        return usage();
    }
    t = restore_table(asked.from);
    if (t && asked.svg && !t->axis) {
        warnx("--svg: only a sweep has a chart");
        status = NOT_HELD;
    } else if (!t || publish(t) == -1) {
        status = CANNOT;
    }
    table_free(t);
    return status;
}

/* Asks, once it is sure that nothing stands in the way, and prints. */
static int ask(struct comparison *v)
{
    struct table *t = NULL;

    if ((asked.save && atomic_file_try(asked.save) == -1)
        || (asked.svg && atomic_file_try(asked.svg) == -1)
        || comparison_try(v) == -1)
        return CANNOT;
    complete(v);
    if (comparison_run(v, asked.save ? save : NULL) == 0)
        t = results_table(v);
    if (!t || publish(t) == -1)
        v->failed = true;
    table_free(t);
    comparison_free(v);
    interrupt_obey();
    return v->wrong ? NOT_HELD : v->failed ? CANNOT : ALL_HELD;
}

int verb_compare(int argc, char **argv)
{
    static struct comparison v;
    char **command = command_line_command(&argc, argv);
    int status;

    argv[argc] = NULL;          /* the words end where the command begins */
    machine_prepare(&v.machine);
    v.words = argv + 1;
    v.command = command;
    status = read_options(&v, argc, argv);
    if (status != -1)
        return status;
    if (asked.from)
        return again(&v, argv[optind] || command);
    if (!agree(&v))
        return usage();
    status = add_targets(&v, argv + optind, command) == -1 ? usage() : ask(&v);
    for (size_t i = 0; i < v.n_targets; i++)
        target_free(&v.targets[i]);
    return status;
}
