/*
 * table.c: a table's memory, and what the rounds of a cell amount to.
 */
#include "compare/table.h"

#include "lib/text.h"
#include "load/statistics.h"

#include <err.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct table *table_new(size_t n_columns, size_t n_rows, size_t n_rounds)
{
    size_t n_cells = n_rows * n_columns;
    struct table *t = calloc(1, sizeof *t);
    struct row *rows = calloc(n_rows + 1, sizeof *rows);
    struct cell *cells = calloc(n_cells + 1, sizeof *cells);
    double *figures = calloc((n_cells + 1) * n_rounds + 1, sizeof *figures);

    if (!t || !rows || !cells || !figures) {
        warn("the table");
        free(t);
        free(rows);
        free(cells);
        free(figures);
        return NULL;
    }
    *t = (struct table){
        .n_columns = n_columns, .n_rounds = n_rounds,
        .rows = rows, .n_rows = n_rows, .cells = cells,
        .figures = figures, .scratch = figures + n_cells * n_rounds,
    };
    for (size_t i = 0; i < n_cells; i++)
        cells[i].rounds = figures + i * n_rounds;
    for (size_t r = 0; r <= n_rows; r++)
        rows[r].cells = cells + r * n_columns;
    return t;
}

void table_free(struct table *t)
{
    if (!t)
        return;
    free(t->cells);
    free(t->rows);
    free(t->figures);
    free(t);
}

/* The rounds in which there was a figure. Fills known[], returns how many. */
static size_t known_figures(const struct cell *c, double *known)
{
    size_t n = 0;

    for (size_t i = 0; i < c->n_rounds; i++)
        if (!isnan(c->rounds[i]))
            known[n++] = c->rounds[i];
    return n;
}

void table_sum_up(const struct table *t, struct cell *c)
{
    size_t n = known_figures(c, t->scratch);
    struct summary s = statistics_summary(t->scratch, n);

    c->median = c->low = c->high = NAN;
    if (n < c->n_rounds || n == 0)
        return;
    c->median = s.median;
    c->low = s.min;
    c->high = s.max;
}

/* Is it worth saying how far the rounds lie apart? */
static bool wide(const struct cell *c)
{
    return !isnan(c->median) && (c->high - c->low) / 2 > 0.1 * c->median;
}

const char *table_figure(const struct row *row, size_t column, char *to,
                         size_t size)
{
    const struct cell *c = &row->cells[column];

    if (*c->word)
        return c->word;
    if (isnan(c->median))
        return "—";
    if (row->exact && !wide(c)
        && fabs(c->median - round(c->median)) <= 0.005 * c->median)
        return text_count(to, size, (unsigned long long)round(c->median));
    return text_number(to, size, c->median, wide(c) ? 2 : 3);
}

const char *table_spread(const struct row *row, size_t column, char *to,
                         size_t size)
{
    const struct cell *c = &row->cells[column];
    char number[TEXT_NUMBER];

    if (*c->word || !wide(c))
        return "";
    text_number(number, sizeof number, (c->high - c->low) / 2, 2);
    if (strcmp(number, "0") == 0)
        return "";
    snprintf(to, size, "±%s", number);
    return to;
}

bool table_best(const struct table *t, const struct row *row, size_t column)
{
    double best = row->cells[column].median;

    if (!row->apart || row->better == 0 || isnan(best))
        return false;
    for (size_t i = 0; i < t->n_columns; i++)
        if ((row->cells[i].median - best) * row->better > 0)
            return false;
    return true;
}
