/*
 * session.c: one server under observation, from start to end.
 */
#include "watch/session.h"

#include "watch/tracer.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static int fail(struct session *o, const char *name, const char *why)
{
    snprintf(o->server.why, sizeof o->server.why, "%s: %s", name, why);
    return -1;
}

/* In the child, before it becomes the server: forks the observer. */
static int observed(void *trace)
{
    return tracer_become(trace);
}

int session_start(struct session *o, const struct target *t)
{
    struct launch how = { .port = 0 };

    *o = (struct session){ .trace = trace_new() };
    if (o->trace == NULL)
        return fail(o, t->name, strerror(errno));
    how.before_exec = observed;
    how.argument = o->trace;
    if (t->command == NULL) {
        fail(o, t->name, "runs already: only a server that muxlab starts "
             "can be observed");
    } else if (server_start(&o->server, t, &how) == 0) {
        if (o->trace->refused == 0)
            return 0;
        server_stop(&o->server);
        server_forget(&o->server);
    }
    if (o->trace->refused != 0)
        fail(o, t->name, tracer_remedy(o->trace->refused));
    trace_free(o->trace);
    return -1;
}

int session_stop(struct session *o)
{
    return server_stop(&o->server);
}

void session_forget(struct session *o)
{
    server_forget(&o->server);
    trace_free(o->trace);
}
