/*
 * html_curves.c: two rows over ever more idle clients, each as a chart.
 */
#include "compare/html.h"

#include "compare/chart.h"
#include "compare/sweep.h"

#include <stdlib.h>
#include <string.h>

static int by_place(const void *a, const void *b)
{
    const struct row *x = a, *y = b;

    return (x->at > y->at) - (x->at < y->at);
}

/* The rows whose keys begin so, as a sweep of their own. */
static void put_curve(const struct html *h, const char *key,
                      const struct axis *axis)
{
    struct row rows[TABLE_ROWS];
    struct table t = *h->table;

    t.rows = rows;
    t.n_rows = 0;
    t.axis = axis;
    for (size_t r = 0; r < h->table->n_rows; r++)
        if (strncmp(h->table->rows[r].key, key, strlen(key)) == 0)
            rows[t.n_rows++] = h->table->rows[r];
    if (t.n_rows > 1) {
        qsort(rows, t.n_rows, sizeof *rows, by_place);
        chart_svg(h->to, &t);
    }
}

void html_idle(const struct html *h)
{
    put_curve(h, "active-", sweep_axis("idle"));
}

void html_looks(const struct html *h)
{
    static const struct axis axis = {
        .up = "descriptors looked at for a message",
        .below = "idle clients",
    };

    put_curve(h, "looks", &axis);
}
