/*
 * chart.h: a sweep as a picture: a line a server, both axes logarithmic.
 */
#ifndef CHART_H
#define CHART_H

#include "compare/log_scale.h"
#include "compare/table.h"

#include <stdbool.h>
#include <stdio.h>

struct point {
    int x;
    int y, low, high;           /* of the median, and of all rounds */
};

struct line {
    const char *name;
    char why[64];               /* it ended before the axis did; or empty */
    struct point points[TABLE_ROWS];
    size_t n;
    bool whole;                 /* it reaches the end of the axis */
    bool band;                  /* its range is drawn as a band */
    bool thick;
    int x, y;                   /* where its label begins */
};

struct chart {
    const struct table *table;
    char claim[240];            /* what the figures show: the title */
    int top;                    /* below the title */
    struct log_scale across, up;
    struct line lines[TABLE_COLUMNS];
    size_t n;
};

enum {
    CHART_NAME = 26,            /* the size of a name */
    CHART_LINE = 28             /* from one line of words to the next */
};

/* Draws it. Returns 0, or -1 when it could not be written. */
int chart_svg(FILE *to, const struct table *t);

/* Fills the chart: which points, where, and where the labels are. A line that
 * reaches the end of the axis has its label in the margin, any other one where
 * it ends. */
void chart_lay_out(struct chart *c, const struct table *t);

/* Writes what became of each server between the first row and the last, from
 * their figures: "9,000 idle clients: epoll keeps its speed, poll falls about
 * 100-fold". */
void chart_claim(const struct table *t, char *to, size_t size);

#endif
