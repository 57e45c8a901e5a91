/*
 * session.h: one server under observation, from start to end.
 */
#ifndef SESSION_H
#define SESSION_H

#include "server/server.h"
#include "watch/trace.h"

struct observation {
    struct server server;
    struct trace *trace;
};

/* Starts the server under the tracer. Returns 0; or -1 with the reason, and
 * the remedy where tracing is refused, in o->server.why. */
int observe_start(struct observation *o, const struct target *t);

/* Stops the server: all that it did is in the trace now. Returns what
 * target_stop returns. */
int observe_stop(struct observation *o);

/* Frees what is left. */
void observe_forget(struct observation *o);

#endif
