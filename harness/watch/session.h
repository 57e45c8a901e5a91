/*
 * session.h: one server under observation, from start to end.
 */
#ifndef SESSION_H
#define SESSION_H

#include "server/server.h"
#include "watch/inject.h"
#include "watch/trace.h"

struct session {
    struct server server;
    struct trace *trace;
    const struct inject *inject;        /* NULL: none */
};

/* Starts the server under the tracer, which puts these faults into its calls,
 * and lets it come to wait. Returns 0; or -1 with the reason in s->server.why,
 * and with the remedy if tracing is refused. */
int session_start(struct session *s, const struct target *t,
                  const struct inject *in);

/* For callers that start the server themselves: lets *how start it under the
 * tracer. Returns 0 or -1 (errno). s->trace is theirs to free. */
int session_prepare(struct session *s, const struct inject *in,
                    struct launch *how);

/* Stops the server: now the trace holds everything that it did. Returns what
 * server_stop returns. */
int session_stop(struct session *s);

/* Frees the trace and the server's logs. */
void session_forget(struct session *s);

#endif
