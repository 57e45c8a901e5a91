/*
 * publish.c: what becomes of a finished table.
 */
#include "publish.h"

int publish(const struct table *t, const struct output *o)
{
    o->print(t, stdout);
    return 0;
}
