/*
 * chart.h: a sweep as a picture: a line a server, both axes logarithmic.
 */
#ifndef CHART_H
#define CHART_H

#include "compare/log_scale.h"
#include "compare/table.h"

#include <stdio.h>

enum {
    CHART_LINES = 16,
    CHART_POINTS = 64
};

struct point {
    int x;
    int y, low, high;           /* of the median, and of all rounds */
};

/* Where words stand: the left end of the first line's foot. */
struct label {
    int x, y;
    int width, height;
};

struct line {
    const char *name;
    char why[64];               /* it ended before the axis did; or empty */
    struct point points[CHART_POINTS];
    size_t n;
    bool whole;                 /* it reaches the end of the axis */
    struct label label;
};

struct chart {
    const struct table *table;
    struct log_scale across, up;
    struct line lines[CHART_LINES];
    size_t n;
};

/* Draws it. Returns 0, or -1 when it could not be written. */
int chart_svg(FILE *to, const struct table *t);

/* Fills the chart: which points, where; and the labels, so that none is on
 * another or on a line, where there is room. */
void chart_lay_out(struct chart *c, const struct table *t);

#endif
