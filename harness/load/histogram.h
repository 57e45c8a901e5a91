/*
 * histogram.h: how many durations were how long, in constant memory.
 *
 * Log-linear: below 256 each value has a slot of its own; above, each power of
 * two is cut into 128 equal slots. So a slot is at most 1/128 of its values
 * wide, and what is read back is at most 0.8 % too high, never too low. Adding
 * costs a few instructions and no memory, however many values there are.
 */
#ifndef HISTOGRAM_H
#define HISTOGRAM_H

#include "lib/json.h"

#include <stdint.h>
#include <stdio.h>

enum {
    HISTOGRAM_BITS = 40,        /* in nanoseconds, 18 minutes */
    HISTOGRAM_FINE = 128,       /* slots in a power of two */
    HISTOGRAM_SLOTS = 2 * HISTOGRAM_FINE +
                      (HISTOGRAM_BITS - 8) * HISTOGRAM_FINE
};

/* All zeros is an empty one. */
struct histogram {
    uint64_t count;
    int64_t min;                /* exact, as are max and sum */
    int64_t max;
    double sum;
    uint64_t slot[HISTOGRAM_SLOTS];
};

/* Counts a value. One below 0 counts as 0, and one of 2^40 or more falls into
 * the last slot. */
void histogram_add(struct histogram *h, int64_t value);

/* The greatest value that falls into the slot. */
int64_t histogram_greatest(size_t slot);

/* 0 when nothing was counted. */
double histogram_mean(const struct histogram *h);

/* The value that `percent` of the values do not exceed (the nearest rank): 50
 * is the median, 100 exactly the maximum. 0 when nothing was counted. */
int64_t histogram_percentile(const struct histogram *h, double percent);

/* Prints the percentile spectrum that HdrHistogram's plotters read (.hgrm),
 * values divided by `unit`: 1000 for microseconds from nanoseconds. */
void histogram_print_hgrm(const struct histogram *h, FILE *to, double unit);

/* Writes it as a JSON object: count, min, max, sum, and as `slots` a pair for
 * each slot that is not empty: its greatest value, and how many. */
void histogram_json(const struct histogram *h, const char *name,
                    struct json_writer *to);

#endif
