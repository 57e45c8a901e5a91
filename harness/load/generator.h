/*
 * generator.h: the load generator: many clients in one epoll loop.
 *
 * In the closed loop a client sends its next message when it has been answered.
 * So a server that stalls gets fewer messages, and the stall counts as one slow
 * answer. In the open loop (`rate`) each message has a planned time, and its
 * latency counts from then, even when it could not be sent yet: a client that
 * comes during a stall waits, too. Every byte that comes back is compared with
 * the pattern of wire.h. A client is a row of a table, and costs a read and a
 * write a message, as it costs the server.
 */
#ifndef GENERATOR_H
#define GENERATOR_H

#include "client/wire.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct histogram;
struct server;

struct workload {
    size_t clients;             /* how many */
    size_t size;                /* bytes a message */
    size_t depth;               /* messages under way at once; 0 means 1 */
    size_t messages;            /* from each client, which then closes;
                                   0: until the time is over */
    double seconds;             /* the time, after the warm-up; with
                                   `messages` the most (scaled) */
    double warm_up;             /* seconds that do not count */
    bool reconnect;             /* a new connection for each message */
    bool stream;                /* sends without waiting for an answer */
    double rate;                /* messages a second, of all clients together,
                                   at planned times; 0: the closed loop */
    double patience;            /* datagrams: seconds (scaled) after which a
                                   message without an answer is lost, and the
                                   client goes on; 0: it waits */
    struct histogram *latency;  /* in nanoseconds; NULL: not wanted */
};

/* What came of it. Times are in seconds. */
struct outcome {
    uint64_t messages;          /* answered in full */
    uint64_t bytes;             /* verified */
    uint64_t dropped;           /* messages that were lost (datagrams) */
    double seconds;
    double longest;             /* the slowest answer */
    size_t asked;               /* clients that have sent anything */
    size_t answered;            /* clients that got an answer at all */
    size_t waiting;             /* clients that are still owed one */
    double first_median;        /* from connecting to the first answer; a */
    double first_worst;         /*   client without one waited to the end */
    double server_cpu;          /* -1: unknown */
    double own_cpu;
    size_t wrong;               /* clients that got a wrong byte */
    size_t lost;                /* clients whose connection failed or ended, */
    uint64_t missing;           /*   and the bytes that did not come back */
    uint64_t overdue;           /* open loop: messages that were due, and not
                                   answered in the end */
    struct wire culprit;        /* the first client of those (fd is -1) */
};

/* The clients while they run. */
struct generator;

/* Connects the clients, which send at once. NULL, after a line on stderr, when
 * there is not enough memory. */
struct generator *generator_open(const struct workload *plan,
                                 const struct server *s);

/* Runs them until then, or until all are done. Returns how many are not. */
size_t generator_run(struct generator *g, int64_t until);

/* Runs two generators, of the same server, until then, or until all clients of
 * the first are done. */
void generator_run_both(struct generator *one, struct generator *other,
                        int64_t until);

/* How many answers the client with the fewest has had, and the one with the
 * most. */
void generator_spread(const struct generator *g, uint64_t *fewest,
                      uint64_t *most);

/* For each client, seconds until its first answer; NAN: it had none. */
void generator_firsts(const struct generator *g, double *seconds);

/* Counts from zero: what was counted so far was the warm-up. */
void generator_mark(struct generator *g);

/* What has been counted so far. */
void generator_outcome(const struct generator *g, struct outcome *o);

/* Lets them send no new message, waits a second (scaled) for the answers that
 * are missing, and adds to *o what came of it. The rates in *o stay. */
void generator_finish(struct generator *g, struct outcome *o);

/* Closes what is still open. */
void generator_close(struct generator *g);

/* All of it: open, warm up, run, close. Returns 0, or -1 as generator_open. */
int generator_measure(const struct workload *plan, const struct server *s,
                 struct outcome *o);

/* Did the harness set the pace, not the server? True when it used more than
 * 95 % of one core. */
bool generator_client_bound(const struct outcome *o);

#endif
