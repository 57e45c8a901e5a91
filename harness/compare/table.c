/*
 * table.c: what the rounds of a cell come to.
 */
#include "compare/table.h"

#include "load/statistics.h"

#include <math.h>

/* The rounds in which there was a figure. Fills known[], returns how many. */
static size_t known_figures(const struct cell *c, double *known)
{
    size_t n = 0;

    for (size_t i = 0; i < c->n_rounds; i++)
        if (!isnan(c->rounds[i]))
            known[n++] = c->rounds[i];
    return n;
}

void table_sum_up(struct cell *c, double *scratch)
{
    size_t n = known_figures(c, scratch);
    struct summary s = statistics_summary(scratch, n);

    c->median = c->low = c->high = NAN;
    if (n < c->n_rounds || n == 0)
        return;
    c->median = s.median;
    c->low = s.min;
    c->high = s.max;
}
