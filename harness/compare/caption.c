/*
 * caption.c: what was seen in a row. The templates, and what stands between
 * their braces, are explained in questions.h.
 */
#include "compare/caption.h"

#include "compare/questions.h"
#include "lib/text.h"
#include "load/statistics.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

enum {
    ALL = 90,                   /* percent kept that are as good as all */
    PAIRS = 3,                  /* fewer rounds allow no verdict */
    FEW = 5,                    /* rounds that must all agree */
    FAR = 1000000
};

/* A row's extremes. */
struct extremes {
    const struct table *table;
    const struct row *row;
    const double *figures;      /* one a column; NAN: none */
    bool percent;               /* the figures are parts of 100 */
    size_t known;               /* how many there are */
    size_t most, least;         /* columns */
};

static void find_extremes(struct extremes *e)
{
    e->known = 0;
    for (size_t c = 0; c < e->table->n_columns; c++) {
        if (isnan(e->figures[c]))
            continue;
        if (e->known == 0 || e->figures[c] > e->figures[e->most])
            e->most = c;
        if (e->known == 0 || e->figures[c] < e->figures[e->least])
            e->least = c;
        e->known++;
    }
}

/* The rounds in which both were asked. */
static size_t rounds_of_both(const struct cell *a, const struct cell *b)
{
    return a->n_rounds < b->n_rounds ? a->n_rounds : b->n_rounds;
}

/* Round for round, how many times as much the one has as the other (far, where
 * that has nothing). Returns how many rounds. */
static size_t pair_rounds(const struct extremes *e, double *ratio)
{
    const struct cell *most = &e->row->cells[e->most];
    const struct cell *least = &e->row->cells[e->least];
    size_t n = rounds_of_both(most, least);

    for (size_t i = 0; i < n; i++)
        ratio[i] = least->rounds[i] > 0 ? most->rounds[i] / least->rounds[i]
            : most->rounds[i] > 0 ? FAR : 1;
    return n;
}

static const char too_noisy[] = "One round: too noisy to rank.";

/* What is said of a rate, where the question has no words of its own. */
static const char apart_usual[] =
    "{most} answers {times} as many messages as {least}.";
static const char alike_usual[] = "No difference seen: {range}.";

/* Is the one so far ahead of the other? A few rounds must all say so, and a
 * single one may only when it is twice as far, unless it is a count; of many,
 * chance allows some to disagree. */
static bool apart(const struct extremes *e, double margin)
{
    char verdict[80];
    double *ratio = e->table->scratch;
    size_t n = pair_rounds(e, ratio);
    struct summary s = statistics_summary(ratio, n);
    bool all, most;

    margin = margin > 1 ? margin : 1.1;
    all = s.min > (n == 1 && !e->row->exact ? 2 * margin : margin);
    most = n > FEW && s.median > margin
        && statistics_verdict(verdict, sizeof verdict, ratio, n) > 0;
    return all || most;
}

static void append(char *to, size_t size, const char *text)
{
    size_t used = strlen(to);

    snprintf(to + used, size - used, "%s", text);
}

static size_t count_words(const struct extremes *e)
{
    size_t n = 0;

    for (size_t c = 0; c < e->table->n_columns; c++)
        n += *e->row->cells[c].word != '\0';
    return n;
}

/* "poll", "select and poll", "blocking, select and poll": those that have a
 * word in place of a figure. */
static void append_worded(const struct extremes *e, char *to, size_t size)
{
    size_t left = count_words(e);

    for (size_t c = 0; c < e->table->n_columns; c++) {
        if (!*e->row->cells[c].word)
            continue;
        append(to, size, e->table->columns[c]);
        left--;
        append(to, size, left > 1 ? ", " : left == 1 ? " and " : "");
    }
}

/* Parts and ratios of figures that vary: two digits are enough. */
static void append_rough(double value, char *to, size_t size)
{
    char number[32];

    append(to, size, text_number(number, sizeof number, value, 2));
}

static void append_figure(const struct extremes *e, size_t column, char *to,
                          size_t size)
{
    char figure[32];

    if (e->percent && e->figures[column] >= ALL) {
        append(to, size, "all");
        return;
    }
    if (e->percent) {
        append_rough(e->figures[column], to, size);
        append(to, size, " %");
        return;
    }
    append(to, size, table_figure(e->row, column, figure, sizeof figure));
}

static void append_range(const struct extremes *e, char *to, size_t size)
{
    char least[32] = "", most[32] = "";

    append_figure(e, e->least, least, sizeof least);
    append_figure(e, e->most, most, sizeof most);
    append(to, size, least);
    if (strcmp(least, most) == 0)
        return;
    append(to, size, " to ");
    append(to, size, most);
}

static void append_times(const struct extremes *e, char *to, size_t size)
{
    append_rough(e->figures[e->most] / e->figures[e->least], to, size);
    append(to, size, " times");
}

/* By how much the one is ahead of the other, round for round. */
static void append_verdict(const struct extremes *e, char *to, size_t size)
{
    char verdict[80] = "";
    double *ratio = e->table->scratch;
    size_t n = pair_rounds(e, ratio);

    if (!(e->figures[e->least] > 0)) {
        append(to, size, "by far");
    } else if (n >= PAIRS) {
        statistics_verdict(verdict, sizeof verdict, ratio, n);
        append(to, size, verdict);
    } else {
        append_rough(e->figures[e->most] / e->figures[e->least], to, size);
        append(to, size, n == 1 ? "x in one round" : "x");
    }
}

/* One word between braces, from its `{` on. */
static void append_word(const struct extremes *e, const char *word, char *to,
                        size_t size)
{
    if (strncmp(word, "{most}", 6) == 0)
        append(to, size, e->table->columns[e->most]);
    else if (strncmp(word, "{least}", 7) == 0)
        append(to, size, e->table->columns[e->least]);
    else if (strncmp(word, "{most=}", 7) == 0)
        append_figure(e, e->most, to, size);
    else if (strncmp(word, "{least=}", 8) == 0)
        append_figure(e, e->least, to, size);
    else if (strncmp(word, "{verdict}", 9) == 0)
        append_verdict(e, to, size);
    else if (strncmp(word, "{range}", 7) == 0)
        append_range(e, to, size);
    else if (strncmp(word, "{times}", 7) == 0)
        append_times(e, to, size);
    else if (strncmp(word, "{never}", 7) == 0)
        append_worded(e, to, size);
}

static void append_template(const struct extremes *e, const char *template,
                            char *to, size_t size)
{
    append(to, size, *to ? " " : "");
    while (*template) {
        size_t plain = strcspn(template, "{");
        char text[240];
        snprintf(text, sizeof text, "%.*s", (int)plain, template);
        append(to, size, text);
        template += plain;
        if (*template == '{')
            append_word(e, template, to, size);
        template += strcspn(template, "}");
        template += *template == '}';
    }
}

/* How much of its figure in the row `base` each column has kept. */
static void append_trend(struct extremes e, const char *trend,
                         const struct row *base, char *to, size_t size)
{
    double kept[TABLE_COLUMNS];

    for (size_t c = 0; c < e.table->n_columns; c++)
        kept[c] = 100 * e.figures[c] / base->cells[c].median;
    e.figures = kept;
    e.percent = true;
    find_extremes(&e);
    if (e.known > 1)
        append_template(&e, trend, to, size);
}

/* A rate that was measured once says nothing of those near to it. */
static const char *template_of(const struct extremes *e,
                               const struct question *q)
{
    bool once = rounds_of_both(&e->row->cells[e->most],
                               &e->row->cells[e->least]) == 1;

    if (e->row->apart)
        return q->apart ? q->apart : apart_usual;
    if (once && !q->exact && q->margin <= 0)
        return too_noisy;
    return q->alike ? q->alike : alike_usual;
}

void caption_write(struct row *row, const struct question *q,
                   const struct table *t, const struct row *base)
{
    double figures[TABLE_COLUMNS];
    struct extremes e = { .table = t, .row = row, .figures = figures };
    size_t size = sizeof row->caption;

    row->caption[0] = '\0';
    for (size_t c = 0; c < t->n_columns; c++)
        figures[c] = row->cells[c].median;
    find_extremes(&e);
    row->apart = e.known > 1 && apart(&e, q->margin);
    if (e.known > 1)
        append_template(&e, template_of(&e, q), row->caption, size);
    if (e.known > 1 && base && q->trend)
        append_trend(e, q->trend, base, row->caption, size);
    if (q->without && count_words(&e) > 0)
        append_template(&e, q->without, row->caption, size);
}
