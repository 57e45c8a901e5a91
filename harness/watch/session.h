/*
 * session.h: one server under session, from start to end.
 */
#ifndef SESSION_H
#define SESSION_H

#include "server/server.h"
#include "watch/trace.h"

struct session {
    struct server server;
    struct trace *trace;
};

/* Starts the server under the tracer. Returns 0; or -1 with the reason, and
 * the remedy where tracing is refused, in o->server.why. */
int session_start(struct session *o, const struct target *t);

/* Stops the server: all that it did is in the trace now. Returns what
 * server_stop returns. */
int session_stop(struct session *o);

/* Frees what is left. */
void session_forget(struct session *o);

#endif
