/*
 * ledger.h: what a server asks of the kernel, counted, while it serves a fixed
 * exchange: so many messages of 64 bytes, each verified, sent in turn by so
 * many clients, each of whom waits for its answer.
 *
 * Counted is every call (of calls.h) that returned between the first connect
 * and the last answer. Counts are exact. Times were taken under session,
 * which costs some 20 microseconds a call: they are not those of a free run.
 */
#ifndef LEDGER_H
#define LEDGER_H

#include "server/server.h"
#include "watch/syscalls.h"

#include <stdint.h>

enum { LEDGER_MESSAGE = 64 };

struct exchange {
    uint64_t messages;
    int clients;
};

struct ledger_row {
    uint64_t calls;
    uint64_t vain;              /* of these, in vain */
    uint64_t bytes;             /* read or written */
    int64_t asleep;             /* nanoseconds */
};

struct ledger {
    char name[32];
    uint64_t messages;          /* answered, and right */
    uint64_t lost;              /* calls past what the trace holds */
    struct ledger_row rows[SYSCALL_FILTER_MOST];
    struct ledger_row all;
    char why[512];              /* one line: why fewer were answered than
                                   asked; or after a -1 */
};

/* Runs the exchange with a server of its own; json: and prints every call, from
 * the server's start to its end. Returns 0; -1 with the reason in l->why where
 * the server cannot be started or observed. */
int ledger_take(struct ledger *l, const struct target *t,
                const struct exchange *e, bool json);

/* One table: for one server with all that is known; for several, a column
 * each. */
void ledger_print(const struct ledger *l, size_t n, const struct exchange *e);

/* Calls a message, and of these how many in vain, from a short observed run.
 * Returns 0, or -1 where there is nothing to show. */
int ledger_calls_per_message(const struct target *t, double *calls,
                             double *vain);

#endif
