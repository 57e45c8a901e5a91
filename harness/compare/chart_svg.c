/*
 * chart_svg.c: draws the chart of a sweep, for a slide.
 *
 * A server is told by its colour, by the shape of its points, and by its name
 * at the end of its line; one of yours by its dashes, too.
 */
#include "compare/chart.h"

#include "compare/sweep.h"
#include "lib/svg.h"
#include "lib/text.h"
#include "server/models.h"

#include <math.h>
#include <string.h>

static const char style[] =
    ".grid{stroke:var(--soft);stroke-opacity:.3;stroke-width:1}\n"
    ".way{fill:none;stroke-width:4;stroke-linejoin:round;"
    "stroke-linecap:round}\n"
    ".thick{stroke-width:8}\n"
    ".band{fill-opacity:.2}\n"
    ".range{stroke-width:2;fill:none}\n"
    ".mark{stroke:var(--paper);stroke-width:2.5}\n"
    ".lead{stroke-width:1.5;stroke-opacity:.7}\n"
    ".on{paint-order:stroke;stroke:var(--paper);stroke-width:7;"
    "stroke-linejoin:round}\n";

/* Its points' shape, around 0 0, and its line's dashes. */
struct look {
    const char *shape;
    const char *dashes;
};

/* Of servers that are no model of ours. */
static const struct look others[] = {
    { "M0 13L12-9H-12z", "16 12" },
    { "M-4-12H4V-4H12V4H4V12H-4V4H-12V-4H-4z", "3 11" },
    { "M0-13L12-4 8 11H-8L-12-4z", "22 10 3 10" },
};

enum { OTHERS = sizeof others / sizeof *others };

/* NULL: no model of ours. */
static const char *shape_of(const char *name)
{
    const struct model *m = model_find(name);

    return m ? m->shape : NULL;
}

static struct look look_of(const struct chart *c, size_t line)
{
    const char *shape = shape_of(c->lines[line].name);
    size_t before = 0;

    if (shape)
        return (struct look){ shape, "" };
    for (size_t i = 0; i < line; i++)
        before += !shape_of(c->lines[i].name);
    return others[before % OTHERS];
}

static void put_style(FILE *to, const struct chart *c)
{
    fprintf(to, "<style>\n%s%s", svg_style, style);
    for (size_t i = 0; i < c->n; i++) {
        const struct colour *k = model_colour(c->lines[i].name);
        fprintf(to, ".f%zu{fill:%s}.s%zu{stroke:%s}.t%zu{fill:%s}\n", i,
                k->svg, i, k->svg, i, k->text);
        fprintf(to, "@media(prefers-color-scheme:dark){.f%zu,.t%zu{fill:%s}"
                ".s%zu{stroke:%s}}\n", i, i, k->dark_text, i, k->dark_text);
    }
    fputs("</style>\n", to);
}

/* The figures in words, for those who cannot see them. */
static void put_description(FILE *to, const struct chart *c)
{
    const struct table *t = c->table;
    char number[TEXT_NUMBER];

    fputs("<title>", to);
    text_xml(to, c->claim);
    fprintf(to, "</title>\n<desc>%s.", t->axis->up);
    for (size_t i = 0; i < t->n_columns; i++) {
        fputc(' ', to);
        text_xml(to, t->columns[i]);
        for (size_t r = 0; r < t->n_rows && !isnan(t->rows[r].cells[i].median);
             r++) {
            text_count(number, sizeof number,
                       (unsigned long long)t->rows[r].at);
            fprintf(to, "%s at %s: ", r ? "," : "", number);
            text_xml(to, table_figure(&t->rows[r], i, number, sizeof number));
        }
        fputs(*c->lines[i].why ? "; " : "", to);
        text_xml(to, c->lines[i].why);
        fputc('.', to);
    }
    fputs("</desc>\n", to);
}

/* ---- the axes ------------------------------------------------------------ */

static void put_up(FILE *to, const struct chart *c)
{
    const struct log_scale *s = &c->up;
    char number[32];

    for (double mark = s->least; mark <= s->most * 1.001;
         mark = log_scale_next(s, mark)) {
        int y = log_scale_place(s, mark);
        fprintf(to, "<path class=\"grid\" d=\"M%d %dH%d\"/>"
                "<text class=\"soft\" x=\"%d\" y=\"%d\" text-anchor=\"end\">"
                "%s</text>\n", c->across.from - 12, y, c->across.to + 12,
                c->across.from - 22, y + 8,
                mark >= 1 ? text_count(number, sizeof number,
                                       (unsigned long long)(mark + 0.5))
                : text_number(number, sizeof number, mark, 1));
    }
}

/* The points' numbers, but those for which there is no room. The last one
 * always has room. */
static void put_across(FILE *to, const struct chart *c)
{
    const struct log_scale *s = &c->across;
    int y = c->up.from, taken = 0, last = 0;
    char number[32];

    for (size_t r = c->table->n_rows; r-- > 0;) {
        double at = c->table->rows[r].at;
        int x = log_scale_place(s, at);
        text_count(number, sizeof number, (unsigned long long)at);
        int half = svg_width(number, SVG_FONT) / 2 + 4;
        fprintf(to, "<path class=\"axis\" d=\"M%d %dv9\"/>\n", x, y);
        if (last && x + half > taken)
            continue;
        fprintf(to, "<text class=\"soft\" x=\"%d\" y=\"%d\" text-anchor="
                "\"middle\">%s</text>\n", x, y + 34, number);
        taken = x - half;
        last = 1;
    }
}

/* Two strokes say that the axis leaves something out after 0. */
static void put_axis(FILE *to, const struct chart *c)
{
    const struct log_scale *s = &c->across;
    int y = c->up.from;
    int gap = (log_scale_place(s, 0) + log_scale_place(s, s->least)) / 2;

    fprintf(to, "<path class=\"axis\" d=\"M%d %dH%d\"/>\n", s->from - 12, y,
            s->to + 12);
    if (s->zero && s->from < log_scale_place(s, s->least))
        fprintf(to, "<path class=\"page\" d=\"M%d %dh10v8h-10z\"/><path "
                "class=\"axis\" d=\"M%d %dl8-18m2 18l8-18\"/>\n", gap - 5,
                y - 4, gap - 9, y + 9);
    fprintf(to, "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s "
            "(log scale)</text>\n", (s->from + s->to) / 2, y + 68,
            c->table->axis->below);
}

/* ---- the lines ----------------------------------------------------------- */

static void put_band(FILE *to, const struct line *l, size_t i)
{
    fprintf(to, "<path class=\"band f%zu\" d=\"M", i);
    for (size_t p = 0; p < l->n; p++)
        fprintf(to, "%d %d ", l->points[p].x, l->points[p].high);
    for (size_t p = l->n; p-- > 0;)
        fprintf(to, "%d %d ", l->points[p].x, l->points[p].low);
    fputs("z\"/>\n", to);
}

/* From the slowest round to the fastest. */
static void put_ranges(FILE *to, const struct line *l, size_t i)
{
    for (size_t p = 0; p < l->n; p++) {
        const struct point *at = &l->points[p];
        if (at->low > at->high)
            fprintf(to, "<path class=\"range s%zu\" d=\"M%d %dh12m-6 0V%dm-6 "
                    "0h12\"/>\n", i, at->x - 6, at->high, at->low);
    }
}

static void put_line(FILE *to, const struct chart *c, size_t i)
{
    const struct line *l = &c->lines[i];
    struct look look = look_of(c, i);

    if (l->n == 0)
        return;
    if (!l->band)
        put_ranges(to, l, i);
    fprintf(to, "<path class=\"way%s s%zu\" ", l->thick ? " thick" : "", i);
    if (*look.dashes)
        fprintf(to, "stroke-dasharray=\"%s\" ", look.dashes);
    for (size_t p = 0; p < l->n; p++)
        fprintf(to, "%s%d %d", p ? " " : "d=\"M", l->points[p].x,
                l->points[p].y);
    fputs("\"/>\n", to);
    for (size_t p = 0; p < l->n; p++)
        fprintf(to, "<path class=\"mark f%zu\" transform=\"translate(%d %d)\" "
                "d=\"%s\"/>\n", i, l->points[p].x, l->points[p].y, look.shape);
}

/* ---- the labels ---------------------------------------------------------- */

/* From the end of its line to the label. */
static void put_leader(FILE *to, const struct line *l, size_t i)
{
    const struct point *end = &l->points[l->n - 1];

    fprintf(to, "<path class=\"lead s%zu\" d=\"M%d %dL%d %d\"/>\n", i, end->x,
            end->y, l->whole ? l->x - 4 : l->x, l->whole
            ? l->y - CHART_NAME / 3 : l->y + CHART_LINE + 4);
}

static void put_label(FILE *to, const struct line *l, size_t i)
{
    fprintf(to, "<text class=\"on\" x=\"%d\" y=\"%d\"><tspan class=\"name "
            "t%zu\" font-size=\"%d\">", l->x, l->y, i, CHART_NAME);
    text_xml(to, l->name);
    fputs("</tspan>", to);
    if (!l->whole && *l->why) {
        fprintf(to, "<tspan x=\"%d\" dy=\"%d\">", l->x, CHART_LINE);
        text_xml(to, l->why);
        fputs("</tspan>", to);
    }
    fputs("</text>\n", to);
}

/* Of a server without a figure there is nothing to see: say so. */
static void put_absent(FILE *to, const struct chart *c)
{
    size_t said = 0;

    fprintf(to, "<text class=\"soft\" x=\"20\" y=\"%d\">", SVG_HEIGHT - 14);
    for (size_t i = 0; i < c->n; i++) {
        const struct line *l = &c->lines[i];
        if (l->n > 0)
            continue;
        fprintf(to, "%s<tspan class=\"name t%zu\">", said++ ? "; "
                : "Without a line: ", i);
        text_xml(to, l->name);
        fputs(*l->why ? "</tspan>, " : "</tspan>", to);
        text_xml(to, l->why);
    }
    fputs("</text>\n", to);
}

/* ---- the slide ----------------------------------------------------------- */

static void put_words(FILE *to, const struct chart *c)
{
    const struct table *t = c->table;

    fprintf(to, "<text x=\"20\" y=\"%d\">%s (log scale)",
            svg_heading(to, c->claim) + 36, t->axis->up);
    if (t->n_rounds > 1)
        fprintf(to, ", median of %zu rounds, from lowest to highest",
                t->n_rounds);
    fprintf(to, "</text>\n<text class=\"soft\" x=\"%d\" y=\"%d\" "
            "text-anchor=\"end\">", SVG_WIDTH - 20, c->up.from + 68);
    text_xml(to, t->machine);
    fputs("</text>\n", to);
}

int chart_svg(FILE *to, const struct table *t)
{
    static struct chart c;

    chart_lay_out(&c, t);
    fprintf(to, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d "
            "%d\" role=\"img\" font-size=\"%d\">\n", SVG_WIDTH, SVG_HEIGHT,
            SVG_FONT);
    put_description(to, &c);
    put_style(to, &c);
    fprintf(to, "<rect class=\"page\" width=\"%d\" height=\"%d\"/>\n",
            SVG_WIDTH, SVG_HEIGHT);
    put_words(to, &c);
    put_up(to, &c);
    put_across(to, &c);
    put_axis(to, &c);
    for (size_t i = 0; i < c.n; i++)
        if (c.lines[i].band)
            put_band(to, &c.lines[i], i);
    for (size_t i = 0; i < c.n; i++)
        if (c.lines[i].n > 0)
            put_leader(to, &c.lines[i], i);
    for (size_t i = 0; i < c.n; i++)
        put_line(to, &c, i);
    for (size_t i = 0; i < c.n; i++)
        if (c.lines[i].n > 0)
            put_label(to, &c.lines[i], i);
    put_absent(to, &c);
    fputs("</svg>\n", to);
    return ferror(to) ? -1 : 0;
}
