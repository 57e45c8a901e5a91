/*
 * output.h: what becomes of a finished table.
 */
#ifndef OUTPUT_H
#define OUTPUT_H

#include "compare/table.h"

struct output {
    void (*print)(const struct table *t, FILE *to);
    const char *svg;            /* the chart's file; NULL: none is wanted */
};

/* Prints the table, and draws the chart. Returns 0, or -1 after one line. */
int publish(const struct table *t, const struct output *o);

#endif
