/*
 * compare.c: the verb that puts the same questions to all five models, and to
 * any server of yours: one table.
 *
 * In each round every server is asked everything, one after the other, so that
 * what disturbs the machine for a while disturbs all of them alike.
 */
#include "compare/chart.h"
#include "compare/comparison.h"
#include "compare/gather.h"
#include "compare/html.h"
#include "compare/restore.h"
#include "compare/results.h"
#include "compare/save.h"
#include "compare/sweep.h"
#include "lib/atomic_file.h"
#include "lib/exit_status.h"
#include "lib/interrupt.h"
#include "lib/json.h"
#include "lib/text.h"
#include "server/models.h"
#include "verbs/command_line.h"
#include "verbs/verb.h"

#include <err.h>
#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 3 };

static const double usual = 0.25, quick = 0.1;  /* seconds for a rate */

static struct comparison comparison;

/* What else the command line asks for. */
static struct {
    bool quick;                 /* one round, and shorter */
    bool all;                   /* the questions that are `more`, too */
    const char *only[TABLE_ROWS];       /* parts of keys and labels */
    size_t n_only;
    bool lecture;               /* counts, and what is enormous, in one round */
    bool list, json, csv, brief;
    const char *svg;            /* the chart's file; NULL: none is wanted */
    const char *html;           /* the report's; or NULL */
    const char *save;           /* the file for all that was found; or NULL */
    const char *from;           /* the file to print again; or NULL */
} asked;

static int add_only(const char *text)
{
    if (asked.n_only == TABLE_ROWS) {
        warnx("--only: at most %d of them", TABLE_ROWS);
        return -1;
    }
    asked.only[asked.n_only++] = text;
    return 0;
}

/* The keys of all questions; ends with NULL. */
static const char *const *keys(void)
{
    static const char *all[TABLE_ROWS + 1];

    for (size_t i = 0; i < TABLE_ROWS && question_at(i); i++)
        all[i] = question_at(i)->key;
    return all;
}

static int read_sweep(const char *text)
{
    return sweep_read(&comparison, text);
}

static const struct option_row options[] = {
    { "quick", .help = "one round, and shorter: for a first look",
      .flag = &asked.quick },
    { "rounds", 'r', "N", "rounds; a figure is their median (default 3)",
      .count = &comparison.rounds, .least = 1, .most = 1000 },
    { "time", 't', "SECONDS", "that a rate is measured for (default 0.25)",
      .decimal = &comparison.seconds, .most = 60 },
    { "all", .help = "more questions", .flag = &asked.all },
    { "only", .argument = "TEXT", .help = "only questions that have TEXT in "
      "their key or label (as often as you like)",
      .read = add_only, .words = keys },
    { "lecture", .help = "only counts and enormous differences, no rates: for "
      "a slide, in 15 s", .flag = &asked.lecture,
      .without = "quick rounds time all only sweep" },
    { "list", .help = "print the questions", .flag = &asked.list,
      .without = "json csv" },
    { "sweep", .argument = "idle=0,10,...", .help = "messages a second over a "
      "range; also clients=, size=, depth=", .read = read_sweep,
      .without = "all only" },
    { "svg", .argument = "FILE", .help = "of a sweep: the chart",
      .text = &asked.svg },
    { "html", .argument = "FILE", .help = "a report: one page that stands by "
      "itself, with every chart and every probe", .text = &asked.html,
      .without = "lecture sweep" },
    { "save", .argument = "FILE", .help = "all figures, and what they were "
      "measured on", .text = &asked.save },
    { "from", .argument = "FILE", .help = "print a saved table again",
      .text = &asked.from,
      .without = "quick rounds time all only lecture sweep save" },
    { "brief", .help = "the table without the sentences",
      .flag = &asked.brief, .without = "csv json" },
    { "csv", .help = "a line a cell", .flag = &asked.csv, .without = "json" },
    { "json", .help = "one JSON object, with each round's figure",
      .flag = &asked.json },
    { .name = NULL }
};

static int list(const struct comparison *v)
{
    const struct question *q;

    for (size_t i = 0; (q = question_at(i)); i++)
        printf("%-12s %s%s\n", q->key, question_label(q, &v->machine),
               q->more ? " (--all)" : "");
    return ALL_HELD;
}

/* Without a model among the words, all five come first: a server of yours is
 * one column more. */
static int add_targets(struct comparison *v, const struct arguments *a)
{
    bool named = false;

    for (size_t i = 0; i < a->n; i++)
        named = named || model_find(a->words[i]);
    for (const struct model *m = models; m->name && !m->parent && !named; m++)
        if (target_parse(&v->targets[v->n_targets++], m->name) == -1)
            return -1;
    if (command_line_targets(v->targets, TABLE_COLUMNS, &v->n_targets, a) == -1)
        return -1;
    for (size_t i = 0; i < v->n_targets; i++) {
        if (v->targets[i].by != BY_UDP)
            continue;
        warnx("%s: compare asks about connections, which UDP has not; see load "
              "and watch", v->targets[i].name);
        return -1;
    }
    return 0;
}

static bool has(const struct question *q, const char *text,
                const struct machine *m)
{
    return *text
        && (strstr(q->key, text) || strstr(question_label(q, m), text));
}

static bool is_chosen(const struct question *q, const struct machine *m)
{
    for (size_t i = 0; i < asked.n_only; i++)
        if (has(q, asked.only[i], m))
            return true;
    if (asked.lecture)
        return q->lecture;
    return asked.n_only == 0
        && (asked.all || !q->more || (asked.html && q->report));
}

/* Does each --only choose a question? */
static bool agree(const struct comparison *v)
{
    for (size_t i = 0; i < asked.n_only; i++) {
        const struct question *q;
        size_t place = 0;
        while ((q = question_at(place)) && !has(q, asked.only[i], &v->machine))
            place++;
        if (!q) {
            warnx("--only '%s': no question has that; see --list",
                  text_word(asked.only[i]));
            return false;
        }
    }
    if (asked.svg && !v->axis)
        warnx("--svg: only a sweep has a chart");
    return !asked.svg || v->axis;
}

/* The report draws two rows over ever more idle clients. */
static void add_curves(struct comparison *v)
{
    v->asked[v->n_asked++] = sweep_idle("active-900", 10, 0);
    v->asked[v->n_asked++] = sweep_idle("active-900", 100, 0);
    v->asked[v->n_asked++] = sweep_idle("active-900", 3000, 0);
    v->asked[v->n_asked++] = sweep_idle("looks", 0, 3);
    v->asked[v->n_asked++] = sweep_idle("looks", 10, 4);
    v->asked[v->n_asked++] = sweep_idle("looks", 100, 5);
}

/* Fills in what the options leave open. */
static void complete(struct comparison *v)
{
    const struct question *q;

    for (size_t i = 0; !v->axis && (q = question_at(i)); i++)
        if (is_chosen(q, &v->machine))
            v->asked[v->n_asked++] = q;
    if (asked.html && asked.n_only == 0)
        add_curves(v);
    if (v->rounds == 0)
        v->rounds = asked.quick || asked.lecture ? 1 : ROUNDS;
    if (v->seconds <= 0)
        v->seconds = asked.quick ? quick : usual;
    v->details = asked.save || asked.html;
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
    if (asked.json)
        table_json(t, stdout);
    else if (asked.csv)
        table_csv(t, stdout);
    else
        table_text(t, stdout, asked.brief);
    return asked.svg ? draw(t, asked.svg) : 0;
}

/* Saves after each round, so that the file is good whatever ends us. */
static void save(struct comparison *v)
{
    struct table *t = results_table(v);

    if (!t || save_write(v, t, asked.save) == -1)
        v->failed = true;
    table_free(t);
}

/* Prints what was saved. */
static int again(const struct arguments *a)
{
    struct json *tree;
    struct table *t;
    int status = ALL_HELD;

    if (a->n > 0 || a->command) {
        warnx("--from prints what was saved: it takes no TARGET");
        return WRONG_USAGE;
    }
    tree = restore_read(asked.from);
    t = tree ? restore_table(asked.from, tree) : NULL;
    if (t && asked.svg && !t->axis) {
        warnx("--svg: only a sweep has a chart");
        status = NOT_HELD;
    } else if (!t || publish(t) == -1
               || (asked.html && html_write(asked.html, tree, t) == -1)) {
        status = CANNOT;
    }
    table_free(t);
    json_free(tree);
    return status;
}

/* All that was found, as the text of the saved file. NULL, after one line: no
 * memory. */
static char *gather(struct comparison *v, const struct table *t)
{
    struct json_writer to = { .lines = SAVE_LINES };
    char *text = NULL;
    size_t size;

    to.to = open_memstream(&text, &size);
    if (!to.to) {
        warn("the report");
        return NULL;
    }
    save_members(&to, v, t);
    gather_timeline(&to, v);
    gather_check(&to, v);
    gather_handouts(&to, v);
    json_close(&to);
    bool whole = fflush(to.to) == 0 && !ferror(to.to);
    fclose(to.to);
    if (whole)
        return text;
    warn("the report");
    free(text);
    return NULL;
}

/* The report is made from the text that is saved, so that --from makes the same
 * one. Returns 0, or -1 after one line. */
static int write_report(struct comparison *v, const struct table *t)
{
    char *text = gather(v, t);
    struct json *tree = text ? json_read(text) : NULL;

    if (text && !tree)
        warn("the report");
    FILE *f = tree && asked.save ? atomic_file_open(asked.save) : NULL;
    int status = tree ? html_write(asked.html, tree, t) : -1;
    if (f) {
        fputs(text, f);
        if (atomic_file_close(f, asked.save) == -1)
            status = -1;
    }
    json_free(tree);
    free(text);
    return status;
}

/* Asks, once it is sure that nothing stands in the way, and prints. */
static int ask(struct comparison *v)
{
    struct table *t = NULL;

    if ((asked.save && atomic_file_try(asked.save) == -1)
        || (asked.svg && atomic_file_try(asked.svg) == -1)
        || (asked.html && atomic_file_try(asked.html) == -1)
        || comparison_try(v) == -1)
        return CANNOT;
    complete(v);
    if (comparison_run(v, asked.save ? save : NULL) == 0)
        t = results_table(v);
    if (!t || publish(t) == -1
        || (asked.html && !interrupt_came() && write_report(v, t) == -1))
        v->failed = true;
    table_free(t);
    comparison_free(v);
    interrupt_obey();
    return v->wrong ? NOT_HELD : v->failed ? CANNOT : ALL_HELD;
}

static int run(const struct arguments *a)
{
    struct comparison *v = &comparison;
    int status = WRONG_USAGE;

    if (asked.from)
        return again(a);
    machine_prepare(&v->machine);
    if (asked.list)
        return list(v);
    v->words = a->line;
    if (agree(v) && add_targets(v, a) == 0)
        status = ask(v);
    for (size_t i = 0; i < v->n_targets; i++)
        target_free(&v->targets[i]);
    return status;
}

const struct verb verb_compare = {
    .name = "compare",
    .does = "the same questions put to all five models",
    .usage = "[TARGET...] [-- COMMAND ARG...]\n",
    .about =
        "Puts the same questions to several servers: one table.\n\n"
        "  muxlab compare                        all five models\n"
        "  muxlab compare mine='python3 my.py'   and a server of yours\n"
        "  muxlab compare poll epoll             these two\n",
    .options = options,
    .notes = TARGET_HELP,
    .ends = {
        { "0", "every server answered right" },
        { "1", "a server sent a wrong byte, or broke down" },
        { "2", "wrong usage" },
        { "3", "a server cannot be started or reached, or a file not be "
          "used" },
        { "124", "--deadline passed" },
    },
    .run = run,
};
