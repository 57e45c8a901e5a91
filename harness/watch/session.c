/*
 * session.c: one server under observation, from start to end.
 */
#include "watch/session.h"

#include "watch/tracer.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static int fail(struct observation *o, const char *name, const char *why)
{
    snprintf(o->server.why, sizeof o->server.why, "%s: %s", name, why);
    return -1;
}

int observe_start(struct observation *o, const struct target *t)
{
    struct launch how = { .port = 0 };

    *o = (struct observation){ .trace = trace_new() };
    if (o->trace == NULL)
        return fail(o, t->name, strerror(errno));
    how.trace = o->trace;
    if (t->command == NULL) {
        fail(o, t->name, "runs already: only a server that muxlab starts "
             "can be observed");
    } else if (target_start(&o->server, t, &how) == 0) {
        if (o->trace->refused == 0)
            return 0;
        target_stop(&o->server);
        target_forget(&o->server);
    }
    if (o->trace->refused != 0)
        fail(o, t->name, tracer_remedy(o->trace->refused));
    trace_free(o->trace);
    return -1;
}

int observe_stop(struct observation *o)
{
    return target_stop(&o->server);
}

void observe_forget(struct observation *o)
{
    target_forget(&o->server);
    trace_free(o->trace);
}
