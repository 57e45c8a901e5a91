/*
 * detail.h: what is kept of an answer besides its figure, for the report.
 */
#ifndef DETAIL_H
#define DETAIL_H

#include "lib/json.h"
#include "load/histogram.h"

#include <stddef.h>
#include <stdint.h>

enum {
    DETAIL_CLIENTS = 64,
    DETAIL_SLICES = 50,         /* of time, and of latency: */
    DETAIL_STEPS = 30,          /*   so many, this many to a power of ten, */
    DETAIL_DECADE = 6,
    DETAIL_LEAST = 10000        /*   from so many nanoseconds on */
};

struct detail {
    struct histogram latency;   /* in ns */
    size_t n_firsts;
    double firsts[DETAIL_CLIENTS];      /* each client's first answer, in s */
    size_t n_slices;
    uint32_t heat[DETAIL_SLICES][DETAIL_STEPS];     /* answers in each */
};

/* A slice of time ends: what was added to d->latency since the last one. */
void detail_slice(struct detail *d);

/* Writes its members: "latency", "firsts" in milliseconds, and "heat": the
 * slices, from each the numbers of its answers; those that it has. */
void detail_json(const struct detail *d, struct json_writer *to);

#endif
