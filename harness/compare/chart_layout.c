/*
 * chart_layout.c: where everything stands on the chart of a sweep.
 */
#include "compare/chart.h"

#include "lib/svg.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    LEFT = 138, BOTTOM = 590,
    BOLD = 29,                  /* a name is as wide as this size would be */
    AWAY = 16                   /* from the end of a line to its label */
};

/* ---- the lines ----------------------------------------------------------- */

/* A cell's note, as short as a chart needs it: "1,024 descriptors". */
static void write_why(char *to, size_t size, const char *note)
{
    static const char *const ends[] = { " and no more", ": ", ". " };
    size_t length = strlen(note);

    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        const char *end = strstr(note, ends[i]);
        if (end && (size_t)(end - note) < length)
            length = (size_t)(end - note);
    }
    if (length > 0 && note[length - 1] == '.')
        length--;
    if (length >= size)
        length = size - 1;
    while (length > 0 && ((unsigned char)note[length] & 0xc0) == 0x80)
        length--;
    snprintf(to, size, "%.*s", (int)length, note);
    if (isupper((unsigned char)to[0]) && islower((unsigned char)to[1]))
        to[0] = (char)tolower((unsigned char)to[0]);
}

static bool is_point(const struct cell *c)
{
    return !isnan(c->median) && c->median > 0;
}

static void add_line(struct chart *c, size_t column)
{
    const struct table *t = c->table;
    struct line *l = &c->lines[c->n++];

    l->name = t->columns[column];
    for (size_t r = 0; r < t->n_rows && l->n < TABLE_ROWS; r++) {
        const struct cell *cell = &t->rows[r].cells[column];
        if (is_point(cell))
            l->points[l->n++] = (struct point){
                .x = log_scale_place(&c->across, t->rows[r].at),
                .y = log_scale_place(&c->up, cell->median),
                .low = log_scale_place(&c->up, cell->low),
                .high = log_scale_place(&c->up, cell->high),
            };
        else if (!*l->why)
            write_why(l->why, sizeof l->why, cell->note);
    }
    l->whole = l->n > 0
        && l->points[l->n - 1].x == log_scale_place(&c->across, c->across.most);
}

static void widen(struct log_scale *s, double low, double high)
{
    if (low > 0 && (s->least <= 0 || low < s->least))
        s->least = low;
    if (high > s->most)
        s->most = high;
}

/* How much room the names need beside the axis' end. */
static int margin(const struct table *t)
{
    int most = 0;

    for (size_t i = 0; i < t->n_columns; i++)
        if (svg_width(t->columns[i], BOLD) > most)
            most = svg_width(t->columns[i], BOLD);
    return most + 3 * AWAY;
}

static void lay_axes(struct chart *c)
{
    const struct table *t = c->table;

    c->across = (struct log_scale){
        .from = LEFT + 12, .to = SVG_WIDTH - margin(t) - 12
    };
    c->up = (struct log_scale){ .from = BOTTOM, .to = c->top };
    for (size_t r = 0; r < t->n_rows; r++) {
        c->across.zero = c->across.zero || t->rows[r].at <= 0;
        widen(&c->across, t->rows[r].at, t->rows[r].at);
        for (size_t i = 0; i < t->n_columns; i++)
            if (is_point(&t->rows[r].cells[i]))
                widen(&c->up, t->rows[r].cells[i].low,
                      t->rows[r].cells[i].high);
    }
    if (c->across.least <= 0)
        c->across.least = c->across.most = 1;
    if (c->up.least <= 0)
        c->up.least = c->up.most = 1;
    c->up.least = log_scale_floor(c->up.least);
    c->up.most = log_scale_ceiling(c->up.most * 1.01);
}

/* ---- the labels ---------------------------------------------------------- */

static int by_height(const void *a, const void *b)
{
    const struct line *const *x = a, *const *y = b;

    return (*x)->points[(*x)->n - 1].y - (*y)->points[(*y)->n - 1].y;
}

/* The lines that have points, and reach the end or do not, from the highest
 * end down. Returns how many. */
static size_t sort_lines(struct chart *c, bool whole, struct line **sorted)
{
    size_t n = 0;

    for (size_t i = 0; i < c->n; i++)
        if (c->lines[i].n > 0 && c->lines[i].whole == whole)
            sorted[n++] = &c->lines[i];
    if (n > 0)
        qsort(sorted, n, sizeof *sorted, by_height);
    return n;
}

/* In the margin, beside the ends of the lines, pushed apart. */
static void place_in_margin(struct chart *c)
{
    struct line *l[TABLE_COLUMNS];
    size_t n = sort_lines(c, true, l);
    int lowest = BOTTOM;

    for (size_t i = 0; i < n; i++) {
        l[i]->x = c->across.to + 12 + 2 * AWAY;
        l[i]->y = l[i]->points[l[i]->n - 1].y + CHART_NAME / 3;
        if (i > 0 && l[i]->y < l[i - 1]->y + CHART_LINE)
            l[i]->y = l[i - 1]->y + CHART_LINE;
    }
    for (size_t i = n; i-- > 0; lowest = l[i]->y - CHART_LINE)
        if (l[i]->y > lowest)
            l[i]->y = lowest;
    if (n > 0) {
        l[0]->band = l[n - 1]->band = true;
        l[c->table->rows[0].better < 0 ? n - 1 : 0]->thick = true;
    }
}

static int label_width(const struct line *l)
{
    int name = svg_width(l->name, BOLD), why = svg_width(l->why, SVG_FONT);

    return name > why ? name : why;
}

/* A line that ends early: above its end, where it leaves the picture free. */
static void place_at_end(struct chart *c)
{
    struct line *l[TABLE_COLUMNS];
    size_t n = sort_lines(c, false, l);

    for (size_t i = 0; i < n; i++) {
        const struct point *end = &l[i]->points[l[i]->n - 1];
        int most = SVG_WIDTH - AWAY - label_width(l[i]);
        l[i]->x = end->x + AWAY < most ? end->x + AWAY : most;
        l[i]->y = end->y - AWAY - CHART_LINE;
        if (l[i]->y < c->top + CHART_NAME)
            l[i]->y = c->top + CHART_NAME;
        if (i > 0 && l[i]->y < l[i - 1]->y + 2 * CHART_LINE)
            l[i]->y = l[i - 1]->y + 2 * CHART_LINE;
    }
}

void chart_lay_out(struct chart *c, const struct table *t)
{
    *c = (struct chart){ .table = t };
    chart_claim(t, c->claim, sizeof c->claim);
    c->top = svg_heading(NULL, c->claim) + 68;
    lay_axes(c);
    for (size_t i = 0; i < t->n_columns; i++)
        add_line(c, i);
    place_in_margin(c);
    place_at_end(c);
}
