/*
 * session.c: one server under observation, from start to end.
 */
#include "watch/session.h"

#include "lib/deadline.h"
#include "watch/tracer.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { START_SECONDS = 2 };

static int refuse(struct session *s, const char *name, const char *why)
{
    snprintf(s->server.why, sizeof s->server.why, "%s: %s", name, why);
    return -1;
}

/* In the child, before it becomes the server: forks the observer. */
static int observed(void *session)
{
    const struct session *s = session;

    return tracer_become(s->trace, s->inject);
}

int session_prepare(struct session *s, const struct inject *in,
                    struct launch *how)
{
    *s = (struct session){ .trace = trace_new(), .inject = in };
    how->before_exec = observed;
    how->argument = s;
    return s->trace ? 0 : -1;
}

/* A server may listen before its start is over. It is over when each of its
 * threads waits; if one waits in a call that we do not see, we go on after some
 * seconds. */
static void see_start_end(const struct session *s)
{
    int64_t deadline = deadline_in(START_SECONDS);

    while (s->trace->at_work > 0 && deadline_nap(deadline) == 0)
        continue;
}

int session_start(struct session *s, const struct target *t,
                  const struct inject *in)
{
    struct launch how = { .port = 0 };

    if (session_prepare(s, in, &how) == -1)
        return refuse(s, t->name, strerror(errno));
    if (!t->command) {
        refuse(s, t->name, "runs already: only a server that muxlab starts "
               "can be observed");
    } else if (server_start(&s->server, t, &how) == 0) {
        if (s->trace->refused == 0) {
            see_start_end(s);
            return 0;
        }
        server_stop(&s->server);
        server_forget(&s->server);
    }
    if (s->trace->refused != 0)
        refuse(s, t->name, tracer_remedy(s->trace->refused));
    trace_free(s->trace);
    return -1;
}

int session_stop(struct session *s)
{
    return server_stop(&s->server);
}

void session_forget(struct session *s)
{
    server_forget(&s->server);
    trace_free(s->trace);
}
