/*
 * html_time.c: when each client had its first answer; and how long answers took
 * over time.
 */
#include "compare/html.h"

#include "compare/detail.h"
#include "compare/log_scale.h"
#include "lib/svg.h"
#include "lib/text.h"

#include <math.h>
#include <stdlib.h>

enum { LEFT = 280, RIGHT = 1240, TOP = 144, FOOT = 60 };

/* The lanes of the servers below each other, and the axis below them. */
struct lanes {
    const struct html *h;
    int step, foot;
};

static struct lanes lanes_of(const struct html *h)
{
    int n = (int)h->table->n_columns;
    int step = (SVG_HEIGHT - TOP - FOOT) / n;

    step = step > 104 ? 104 : step;
    return (struct lanes){ h, step, TOP + n * step };
}

static void put_names(const struct lanes *l)
{
    for (size_t i = 0; i < l->h->table->n_columns; i++) {
        int y = TOP + (int)i * l->step;
        html_name(l->h, i, LEFT - 14, y + l->step / 2 + 8);
        fprintf(l->h->to, "<path class=\"grid\" d=\"M%d %dH%d\"/>\n", LEFT,
                y + l->step, RIGHT);
    }
}

static void put_tick(const struct lanes *l, int x, const char *text)
{
    fprintf(l->h->to, "<path class=\"axis\" d=\"M%d %dv8\"/><text "
            "class=\"soft\" x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>"
            "\n", x, l->foot, x, l->foot + 34, text);
}

/* Why there is nothing to see in this lane. */
static void put_reason(const struct lanes *l, const struct row *row,
                       size_t column)
{
    fprintf(l->h->to, "<text class=\"soft\" x=\"%d\" y=\"%d\">", LEFT + 12,
            TOP + (int)column * l->step + l->step / 2 + 8);
    text_xml(l->h->to, row->cells[column].note);
    fputs("</text>\n", l->h->to);
}

/* ---- first answers ------------------------------------------------------- */

/* In milliseconds, from all rounds' extremes. */
static struct log_scale scale_of(const struct html *h)
{
    struct log_scale s = { .least = 1, .most = 10, .from = LEFT + 10,
                           .to = RIGHT - 30 };

    for (size_t i = 0; i < h->table->n_columns; i++) {
        const struct json *list = html_detail(h, "first", i, 0, "firsts",
                                              JSON_LIST);
        for (const struct json *j = list ? list->first : NULL; j; j = j->next)
            if (j->kind == JSON_NUMBER && j->number > 0) {
                s.least = fmin(s.least, j->number);
                s.most = fmax(s.most, j->number);
            }
    }
    s.least = fmax(log_scale_floor(s.least), 1e-3);
    s.most = log_scale_ceiling(fmin(s.most, 1e7));
    return s;
}

static void put_dots(const struct lanes *l, size_t column,
                     const struct log_scale *s, const struct json *list)
{
    double y = TOP + (int)column * l->step + 6;
    size_t n = json_count(list);

    fprintf(l->h->to, "<g class=\"f%zu\">", column);
    for (const struct json *j = list->first; j; j = j->next) {
        if (j->kind == JSON_NUMBER)
            fprintf(l->h->to, "<circle cx=\"%d\" cy=\"%.1f\" r=\"4\"/>",
                    log_scale_place(s, j->number), y);
        y += (l->step - 12) / (double)n;
    }
    fputs("</g>\n", l->h->to);
}

void html_firsts(const struct html *h)
{
    struct lanes l = lanes_of(h);
    const struct row *row = html_row(h, "first");
    struct log_scale s = scale_of(h);
    char number[TEXT_NUMBER];

    if (!row)
        return;
    html_slide(h, *row->caption ? row->caption : row->label, "64 clients, a "
               "dot each, the first above: milliseconds until its first "
               "answer (log scale)", l.foot + FOOT);
    put_names(&l);
    for (double mark = s.least; mark <= s.most * 1.001;
         mark = log_scale_next(&s, mark))
        put_tick(&l, log_scale_place(&s, mark),
                 text_number(number, sizeof number, mark, 1));
    for (size_t i = 0; i < h->table->n_columns; i++) {
        const struct json *list = html_detail(h, "first", i, 0, "firsts",
                                              JSON_LIST);
        if (list)
            put_dots(&l, i, &s, list);
        else
            put_reason(&l, row, i);
    }
    fputs("</svg>\n", h->to);
}

/* ---- over time ----------------------------------------------------------- */

/* Four shades: one answer, up to ten, up to a hundred, more. */
static int shade_of(double answers)
{
    return answers <= 0 ? -1 : answers < 2 ? 0 : answers < 10 ? 1
        : answers < 100 ? 2 : 3;
}

/* All cells of one shade are one path. */
static void put_shade(const struct lanes *l, size_t column, int shade,
                      const struct json *slices)
{
    double wide = (RIGHT - LEFT) / (double)DETAIL_SLICES;
    double high = (l->step - 6) / (double)DETAIL_STEPS, x = LEFT;
    double foot = TOP + (int)(column + 1) * l->step - 3;

    fprintf(l->h->to, "<path class=\"f%zu h%d\" d=\"M0 0", column, shade + 1);
    for (const struct json *s = slices->first; s && x < RIGHT; s = s->next) {
        double y = foot;
        for (const struct json *j = s->first; j && y > foot - l->step;
             j = j->next) {
            y -= high;
            if (j->kind == JSON_NUMBER && shade_of(j->number) == shade)
                fprintf(l->h->to, "M%.1f %.1fh%.1fv%.1fh-%.1fz", x, y, wide,
                        high, wide);
        }
        x += wide;
    }
    fputs("\"/>\n", l->h->to);
}

/* The longest answer of the server, in ms. NAN: it has no figure. */
static double longest(const struct html *h, const struct row *row,
                      size_t column)
{
    const struct json *all = html_detail(h, row->key, column, 0, "latency",
                                         JSON_OBJECT);
    const struct json *most = all ? json_member(all, "max", JSON_NUMBER)
                                  : NULL;

    return most && !isnan(row->cells[column].median) ? most->number / 1e6
        : NAN;
}

/* "The longest answer takes 3.1 ms with epoll, 12 ms with poll." */
static void write_longest(const struct html *h, const struct row *row,
                          char *to, size_t size)
{
    size_t least = 0, most = 0;
    char a[TEXT_NUMBER], b[TEXT_NUMBER];

    for (size_t i = 1; i < h->table->n_columns; i++) {
        double x = longest(h, row, i);
        least = !(x >= longest(h, row, least)) && !isnan(x) ? i : least;
        most = !(x <= longest(h, row, most)) && !isnan(x) ? i : most;
    }
    text_number(a, sizeof a, longest(h, row, least), 2);
    text_number(b, sizeof b, longest(h, row, most), 2);
    snprintf(to, size, least == most ? "A stall is a stripe"
             : "The longest answer takes %s ms with %s, %s ms with %s", a,
             h->table->columns[least], b, h->table->columns[most]);
}

void html_heat(const struct html *h)
{
    struct lanes l = lanes_of(h);
    const struct row *row = html_row(h, "steady");
    char heading[160];

    if (!row)
        return;
    write_longest(h, row, heading, sizeof heading);
    html_slide(h, heading, "2,000 messages a second: time runs to the right, "
               "slower is higher (10 µs to 1 s, log scale)", l.foot
               + FOOT);
    put_names(&l);
    put_tick(&l, LEFT, "begin");
    put_tick(&l, RIGHT - 20, "end");
    for (size_t i = 0; i < h->table->n_columns; i++) {
        const struct json *heat = html_detail(h, "steady", i, 0, "heat",
                                              JSON_LIST);
        if (!heat || isnan(row->cells[i].median))
            put_reason(&l, row, i);
        else
            for (int shade = 0; shade < 4; shade++)
                put_shade(&l, i, shade, heat);
    }
    fputs("</svg>\n", h->to);
}
