/*
 * ledger.h: what a server asks of the kernel, counted, while it answers a fixed
 * number of messages of 64 bytes. Clients send in turn, and each waits for its
 * answer, which is verified.
 *
 * Clients come when the server waits for them. Counted is every call (of
 * syscalls.c) that returned between the first connect and the last answer;
 * where an answer is missing also those that had not returned by then, as the
 * server may be stuck in one. Counts are exact. Observation costs some 20
 * microseconds a call, so times are longer than without it.
 */
#ifndef LEDGER_H
#define LEDGER_H

#include "server/server.h"
#include "watch/inject.h"
#include "watch/syscalls.h"
#include "watch/trace.h"

#include <stdint.h>

enum { LEDGER_MESSAGE = 64 };

struct exchange {
    size_t messages;
    int clients;
    const struct inject *inject;        /* faults; NULL: none */
};

struct ledger_row {
    uint64_t calls;
    uint64_t vain;              /* of these, in vain */
    uint64_t bytes;             /* read or written */
    int64_t asleep;             /* nanoseconds */
};

struct ledger {
    char name[32];
    uint64_t messages;          /* that were answered right */
    uint64_t injected;          /* calls with a fault */
    uint64_t lost;              /* calls more than the trace holds */
    struct ledger_row rows[SYSCALL_FILTER_MOST];
    struct ledger_row under_way[SYSCALL_FILTER_MOST];   /* at the end */
    struct ledger_row all;
    char why[512];              /* after a -1, or if too few messages were
                                   answered: why, in one line */
};

/* Runs the exchange with a server of its own. json: also prints every call,
 * from the server's start to its end. Returns 0; or -1 with the reason in
 * l->why if the server cannot be started or observed. */
int ledger_take(struct ledger *l, const struct target *t,
                const struct exchange *e, bool json);

/* Sums up the calls of a program that is a client, from that moment on. */
void ledger_of_client(struct ledger *l, const struct trace *t, int64_t from);

/* Prints one table: of one server, with all that is known; of several, with a
 * column each. */
void ledger_print(const struct ledger *l, size_t n, const struct exchange *e);

/* Prints the table of a client. */
void ledger_print_client(const struct ledger *l);

/* Calls a message, and how many of them in vain, from a short observed run.
 * Returns 0; 1 if it left a message unanswered, or -1 if it cannot be started
 * or observed, with the reason in l->why. */
int ledger_calls_per_message(const struct target *t, struct ledger *l,
                             double *calls, double *vain);

#endif
