/*
 * generator.h: a crowd of clients in one epoll loop.
 *
 * In the closed loop a client asks again as soon as it has been answered, so a
 * server that stalls is also asked less often, and the stall counts as one
 * slow answer. In the open loop (`rate`) each message has its planned time,
 * and its latency counts from there, even when it could not be sent: whoever
 * would have come in the meantime has waited too. Every byte that comes back is
 * compared with the pattern of wire.h. One client is one row of a table: it
 * costs a read and a write a message, as it costs the server.
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
    size_t clients;             /* how many talk */
    size_t size;                /* bytes a message */
    size_t depth;               /* messages under way at once; 0 means 1 */
    uint64_t messages;          /* from each client, which then leaves;
                                   0: until the time is over */
    double seconds;             /* the time, after the warm-up; with
                                   `messages` the most (scaled) */
    double warm_up;             /* seconds that do not count */
    bool reconnect;             /* a new connection for each message */
    bool stream;                /* sends without waiting for an answer */
    double rate;                /* messages a second, of all clients together,
                                   at planned times; 0: the closed loop */
    struct histogram *latency;  /* in nanoseconds; NULL: not wanted */
};

/* What came of it. Times are in seconds. */
struct outcome {
    uint64_t messages;          /* answered in full */
    uint64_t bytes;             /* verified */
    double seconds;
    double longest;             /* the slowest answer */
    size_t asked;               /* clients that have said anything */
    size_t answered;            /* clients that had an answer at all */
    size_t waiting;             /* clients that are still owed one */
    double first_median;        /* from connecting to the first answer; a */
    double first_worst;         /*   client without one waited to the end */
    double server_cpu;          /* -1: unknown */
    double own_cpu;
    size_t wrong;               /* clients that got a wrong byte */
    size_t lost;                /* clients whose connection failed or ended, */
    uint64_t missing;           /*   and the bytes they were still owed */
    uint64_t overdue;           /* open loop: messages whose time had come and
                                   that were not answered in the end */
    struct wire culprit;        /* the first client of those (fd is -1) */
};

/* The clients while they run. */
struct generator;

/* Connects the clients, which ask at once. NULL, after a line on stderr, when
 * memory or descriptors do not suffice. */
struct generator *generator_open(const struct workload *plan,
                                 const struct server *s);

/* Moves them until then, or until all have left. Returns how many have not. */
size_t generator_run(struct generator *g, int64_t until);

/* Moves two crowds, those of the same server, until then, or until all of the
 * first have left. */
void generator_run_both(struct generator *one, struct generator *other,
                        int64_t until);

/* How many messages the client has that was answered least, or most, often. */
void generator_spread(const struct generator *g, uint64_t *fewest,
                      uint64_t *most);

/* What was counted so far was the warm-up: counts from zero. */
void generator_mark(struct generator *g);

/* What was counted so far. */
void generator_outcome(const struct generator *g, struct outcome *o);

/* Has them ask no more, waits a second (scaled) for what they are still owed,
 * and adds to *o what became of them: its rates stay as they were. */
void generator_finish(struct generator *g, struct outcome *o);

/* Closes what is still open, with RST. */
void generator_close(struct generator *g);

/* All of it: open, warm up, run, close. Returns 0; or -1 as generator_open. */
int generator_measure(const struct workload *plan, const struct server *s,
                 struct outcome *o);

/* Was the harness, not the server, what set the pace? True when it had hardly
 * a moment to wait, on one core. */
bool generator_client_bound(const struct outcome *o);

#endif
