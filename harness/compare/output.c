/*
 * output.c: what becomes of a finished table.
 */
#include "compare/output.h"

#include "compare/chart.h"
#include "lib/atomic_file.h"

static int draw(const struct table *t, const char *path)
{
    FILE *f = atomic_file_open(path);

    if (!f)
        return -1;
    chart_svg(f, t);
    return atomic_file_close(f, path);
}

int publish(const struct table *t, const struct output *o)
{
    o->print(t, stdout);
    return o->svg ? draw(t, o->svg) : 0;
}
