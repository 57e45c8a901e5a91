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
    LEFT = 138, TOP = 112, BOTTOM = 604,
    NAME = 26,                  /* the size of a name, */
    BOLD = 29,                  /*   which is as wide as this would be */
    LINE = 28,                  /* from one line of words to the next */
    AWAY = 16,                  /* from the end of a line to its label */
    CLEAR = 5                   /* between a label and anything else */
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
    for (size_t r = 0; r < t->n_rows && l->n < CHART_POINTS; r++) {
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
    c->up = (struct log_scale){ .from = BOTTOM, .to = TOP };
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

static bool overlap(int a, int a_end, int b, int b_end)
{
    return a < b_end + CLEAR && b < a_end + CLEAR;
}

/* How much of the line do these words hide, and how much of its band, which is
 * not so bad? */
static int hides(const struct label *w, const struct line *l)
{
    enum { STEPS = 32, WAY = 100, BAND = 12 };
    int bad = 0;

    for (size_t i = 0; i + 1 < l->n; i++)
        for (int s = 0; s <= STEPS; s++) {
            const struct point *a = &l->points[i], *b = a + 1;
            int x = a->x + (b->x - a->x) * s / STEPS;
            int high = a->high + (b->high - a->high) * s / STEPS;
            int low = a->low + (b->low - a->low) * s / STEPS;
            int y = a->y + (b->y - a->y) * s / STEPS;
            int top = w->y - NAME, foot = top + w->height;
            if (overlap(w->x, w->x + w->width, x, x))
                bad += WAY * overlap(top, foot, y, y)
                    + BAND * overlap(top, foot, high, low);
        }
    return bad;
}

static bool hits_label(const struct label *w, const struct label *other)
{
    return other->width > 0
        && overlap(w->x, w->x + w->width, other->x, other->x + other->width)
        && overlap(w->y, w->y + w->height, other->y,
                   other->y + other->height);
}

static bool is_inside(const struct label *w)
{
    return w->x >= LEFT + CLEAR && w->x + w->width <= SVG_WIDTH - CLEAR
        && w->y - NAME >= TOP && w->y - NAME + w->height <= BOTTOM - CLEAR;
}

/* How bad it would be to have the words there, so far from their place. */
static int badness(const struct chart *c, const struct line *l,
                   const struct label *w, int distance)
{
    int bad = distance + (is_inside(w) ? 0 : 100000);

    for (size_t i = 0; i < c->n; i++) {
        const struct line *other = &c->lines[i];
        bad += hides(w, other);
        if (other != l && hits_label(w, &other->label))
            bad += 10000;
    }
    return bad;
}

/* Somewhere near the point; beside it if there is room. */
static void place_near(struct chart *c, struct line *l, int x, int y)
{
    struct label best = l->label, w = l->label;
    int least = -1;
    int sides[] = { x + AWAY, x - w.width / 2, x - AWAY - w.width };

    for (int side = 0; side < 3; side++)
        for (int dy = -(BOTTOM - TOP); dy <= BOTTOM - TOP; dy += 4) {
            w.x = sides[side];
            w.y = y + dy;
            int bad = badness(c, l, &w, abs(dy) + side * 30);
            if (least == -1 || bad < least) {
                least = bad;
                best = w;
            }
        }
    l->label = best;
}

static int by_height(const void *a, const void *b)
{
    const struct line *const *x = a, *const *y = b;

    return (*x)->points[(*x)->n - 1].y - (*y)->points[(*y)->n - 1].y;
}

/* Beside the axis' end, in the order of the lines' ends, pushed apart. */
static void place_in_margin(struct line **lines, size_t n, int x)
{
    int lowest = BOTTOM;

    qsort(lines, n, sizeof *lines, by_height);
    for (size_t i = 0; i < n; i++) {
        const struct point *end = &lines[i]->points[lines[i]->n - 1];
        struct label *w = &lines[i]->label;
        w->x = x;
        w->y = end->y + NAME / 3;
        if (i > 0 && w->y < lines[i - 1]->label.y + LINE)
            w->y = lines[i - 1]->label.y + LINE;
    }
    for (size_t i = n; i-- > 0; lowest = lines[i]->label.y - LINE)
        if (lines[i]->label.y > lowest)
            lines[i]->label.y = lowest;
}

static void measure_label(struct line *l)
{
    int name = svg_width(l->name, BOLD);
    int why = svg_width(l->why, SVG_FONT);

    l->label.height = LINE;
    l->label.width = name;
    if (l->whole)
        return;
    if (l->n > 0) {
        l->label.height += LINE;
        l->label.width = why > name ? why : name;
    } else {
        l->label.width = NAME + name + NAME / 2 + why;
    }
}

static void lay_labels(struct chart *c)
{
    struct line *whole[CHART_LINES] = { NULL };
    size_t n = 0;

    for (size_t i = 0; i < c->n; i++) {
        struct line *l = &c->lines[i];
        measure_label(l);
        if (l->whole)
            whole[n++] = l;
    }
    place_in_margin(whole, n, c->across.to + 12 + 2 * AWAY);
    for (size_t i = 0; i < c->n; i++) {
        struct line *l = &c->lines[i];
        const struct point *end = l->n > 0 ? &l->points[l->n - 1] : NULL;
        if (end && !l->whole)
            place_near(c, l, end->x, end->y + NAME / 3);
        else if (!end)
            place_near(c, l, LEFT, BOTTOM - LINE);
    }
}

void chart_lay_out(struct chart *c, const struct table *t)
{
    *c = (struct chart){ .table = t };
    lay_axes(c);
    for (size_t i = 0; i < t->n_columns && i < CHART_LINES; i++)
        add_line(c, i);
    lay_labels(c);
}
