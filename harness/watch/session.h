/*
 * session.h: one server under observation, from start to end.
 */
#ifndef SESSION_H
#define SESSION_H

#include "server/server.h"
#include "watch/trace.h"

struct session {
    struct server server;
    struct trace *trace;
};

/* Starts the server under the tracer. Returns 0; or -1 with the reason in
 * s->server.why, and with the remedy if tracing is refused. */
int session_start(struct session *s, const struct target *t);

/* Stops the server: now the trace holds everything that it did. Returns what
 * server_stop returns. */
int session_stop(struct session *s);

/* Frees the trace and the server's logs. */
void session_forget(struct session *s);

#endif
