/*
 * deadline.h: moments on CLOCK_MONOTONIC, in nanoseconds.
 *
 * Every wait in the harness is bounded by a deadline, a moment after which it
 * gives up. --timeout-scale stretches them all alike, and nothing else.
 */
#ifndef DEADLINE_H
#define DEADLINE_H

#include <stdint.h>

/* What every span is multiplied by; 1 unless --timeout-scale says otherwise. */
extern double deadline_scale;

/* The present moment, in nanoseconds. clock_gettime(2). */
int64_t deadline_now(void);

/* No moment from deadline_in is later than this one; 0: there is no limit. */
extern int64_t deadline_cap;

/* The moment that comes `seconds` (scaled) from now. */
int64_t deadline_in(double seconds);

/* Milliseconds left until then, rounded up, never below 0: as poll(2) takes
 * them. */
int deadline_left(int64_t deadline);

/* Sleeps a millisecond: for loops that poll what cannot be waited for. Returns
 * 0, or -1 once the deadline has passed. */
int deadline_nap(int64_t deadline);

#endif
