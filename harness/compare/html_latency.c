/*
 * html_latency.c: percentiles of the latency, in the closed and the open loop.
 */
#include "compare/html.h"

#include "compare/log_scale.h"
#include "lib/svg.h"
#include "lib/text.h"
#include "load/statistics.h"
#include "server/models.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { TOP = 190, FOOT = 610, LEFT = 110, PANEL = 540, POINTS = 5 };

enum { ROUNDS = 100 };

/* Each ten times as rare as the one before. */
static const double percents[POINTS] = { 50, 90, 99, 99.9, 100 };
static const char *const marks[POINTS] = {
    "half", "90 %", "99 %", "99.9 %", "all"
};

/* What `percent` of the values in the saved histogram do not exceed, in ms.
 * NAN: it has none. */
static double percentile(const struct json *saved, double percent)
{
    const struct json *count = json_member(saved, "count", JSON_NUMBER);
    const struct json *slots = json_member(saved, "slots", JSON_LIST);
    double seen = 0, value = NAN;

    if (!count || !slots)
        return NAN;
    for (const struct json *j = slots->first; j; j = j->next) {
        if (!j->first || !j->first->next)
            return NAN;
        value = j->first->number / 1e6;
        seen += j->first->next->number;
        if (seen >= count->number * percent / 100 * (1 - 1e-12))
            break;
    }
    return value > 0 ? value : NAN;
}

/* The median of the rounds. */
static double figure(const struct html *h, const char *key, size_t column,
                     double percent)
{
    double rounds[ROUNDS];
    size_t n = 0;

    for (size_t i = 0; i < h->table->n_rounds && i < ROUNDS; i++) {
        const struct json *saved = html_detail(h, key, column, i, "latency",
                                               JSON_OBJECT);
        rounds[n] = saved ? percentile(saved, percent) : NAN;
        if (!isnan(rounds[n]))
            n++;
    }
    return n ? statistics_summary(rounds, n).median : NAN;
}

/* One loop's percentiles. */
struct panel {
    const struct html *h;
    const char *key, *title;
    int left;
    struct log_scale up;
};

static int place(const struct panel *p, int point)
{
    return p->left + 40 + point * (PANEL - 120) / (POINTS - 1);
}

static void put_line(const struct panel *p, size_t column)
{
    const struct model *m = model_find(p->h->table->columns[column]);
    char way[POINTS * 24] = "";
    size_t used = 0;

    for (int i = 0; i < POINTS; i++) {
        double value = figure(p->h, p->key, column, percents[i]);
        if (isnan(value))
            return;
        used += (size_t)snprintf(way + used, sizeof way - used, "%s%d %d",
                                 i ? "L" : "M", place(p, i),
                                 log_scale_place(&p->up, value));
    }
    fprintf(p->h->to, "<path class=\"way s%zu\" d=\"%s\"/>\n", column, way);
    for (int i = 0; i < POINTS; i++)
        fprintf(p->h->to, "<path class=\"mark f%zu\" transform=\"translate(%d "
                "%d)\" d=\"%s\"/>\n", column, place(p, i),
                log_scale_place(&p->up, figure(p->h, p->key, column,
                                               percents[i])),
                m ? m->shape : "M-10-10H10V10H-10z");
}

static void put_panel(const struct panel *p)
{
    FILE *to = p->h->to;
    char number[TEXT_NUMBER];

    fprintf(to, "<text class=\"name\" x=\"%d\" y=\"%d\">%s</text>\n", p->left,
            TOP - 20, p->title);
    for (double mark = p->up.least; mark <= p->up.most * 1.001;
         mark = log_scale_next(&p->up, mark))
        fprintf(to, "<path class=\"grid\" d=\"M%d %dh%d\"/><text "
                "class=\"soft\" x=\"%d\" y=\"%d\" text-anchor=\"end\">%s"
                "</text>\n", p->left,
                log_scale_place(&p->up, mark), PANEL - 40, p->left - 10,
                log_scale_place(&p->up, mark) + 8,
                text_number(number, sizeof number, mark, 1));
    for (int i = 0; i < POINTS; i++)
        fprintf(to, "<text class=\"soft\" x=\"%d\" y=\"%d\" "
                "text-anchor=\"middle\">%s</text>\n", place(p, i), FOOT + 34,
                marks[i]);
    for (size_t i = 0; i < p->h->table->n_columns; i++)
        if (!isnan(html_row(p->h, p->key)->cells[i].median))
            put_line(p, i);
}

/* The names, each after its point. */
static void put_legend(const struct html *h)
{
    int x = 30;

    for (size_t i = 0; i < h->table->n_columns; i++) {
        const struct model *m = model_find(h->table->columns[i]);
        if (isnan(html_row(h, "active-0")->cells[i].median)
            && isnan(html_row(h, "steady")->cells[i].median))
            continue;
        fprintf(h->to, "<path class=\"f%zu\" transform=\"translate(%d 690)\" "
                "d=\"%s\"/>\n", i, x, m ? m->shape : "M-10-10H10V10H-10z");
        x += 20 + svg_width(h->table->columns[i], SVG_FONT + 4);
        html_name(h, i, x, 698);
        x += 40;
    }
}

static void widen(const struct html *h, const char *key, struct log_scale *s)
{
    for (size_t i = 0; i < h->table->n_columns; i++) {
        double least = figure(h, key, i, percents[0]);
        double most = figure(h, key, i, 100);
        if (isnan(least) || isnan(most))
            continue;
        s->least = s->least > 0 ? fmin(s->least, least) : least;
        s->most = fmax(s->most, most);
    }
}

void html_latency(const struct html *h)
{
    const struct row *row = html_row(h, "steady");
    struct panel closed = { h, "active-0", "closed loop: as fast as answered",
                            LEFT, { .from = FOOT, .to = TOP } };
    struct panel open = { h, "steady", "open loop: 2,000 a second",
                          LEFT + PANEL + 90, { .from = FOOT, .to = TOP } };

    widen(h, "active-0", &closed.up);
    widen(h, "steady", &closed.up);
    if (!row || !html_row(h, "active-0") || closed.up.least <= 0)
        return;
    closed.up.least = log_scale_floor(closed.up.least);
    closed.up.most = log_scale_ceiling(closed.up.most * 1.01);
    open.up = closed.up;
    html_slide(h, *row->caption ? row->caption : row->label, "ten clients: "
               "milliseconds (log scale) that so many of the answers do not "
               "exceed", SVG_HEIGHT);
    put_panel(&closed);
    put_panel(&open);
    put_legend(h);
    fputs("</svg>\n", h->to);
}
