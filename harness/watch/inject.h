/*
 * inject.h: faults that the observer puts into a server's calls: it shortens a
 * call, or lets it fail, as the kernel does now and then.
 *
 * A rule is written
 *     CALL[#CLIENT]:EFFECT[@FIRST[+[STEP]]]
 * CALL is accept, read, write or wait (each for all calls of its kind), or one
 * call's name. #2 takes only calls for the second client that was accepted.
 * EFFECT is short=BYTES, or an error. @3 takes the third such call, @3+ all
 * from the third on, @3+2 every second from the third on; without it, all.
 *
 * Only what the kernel could do is done: reads and writes are those of accepted
 * clients; EINTR comes to calls that may sleep, EAGAIN to nonblocking ones. A
 * call that would be in vain anyway is not counted, so that the numbers do not
 * depend on time.
 */
#ifndef INJECT_H
#define INJECT_H

#include "watch/tracee.h"

#include <stdbool.h>
#include <stdint.h>

enum { INJECT_RULES = 16 };

struct inject {
    struct inject_rule {
        int kind;               /* enum syscall_kind; -1: the row counts */
        int row;                /* in the table of syscalls */
        int client;             /* 1, 2 ...; 0: any */
        int error;              /* errno; 0: it is shortened */
        long most;              /* to so many bytes */
        long first, step;       /* calls first, first + step ...; step 0:
                                   only the first */
    } rules[INJECT_RULES];
    int n;
};

/* Adds a rule. Returns 0, or -1 after one line on stderr. */
int inject_parse(struct inject *in, const char *text);

/* The observer's side, where `in` may be NULL: has a call that begins a fault?
 * Fills tracee->fault. */
void inject_choose(const struct inject *in, struct tracee *tracee);

/* A call has ended; a client that it accepted gets the next number. */
void inject_note(const struct inject *in, const struct tracee *tracee);

#endif
