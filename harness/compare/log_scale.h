/*
 * log_scale.h: a logarithmic axis. 0 has no logarithm: it stands left of all
 * others, and the axis shows the gap.
 */
#ifndef LOG_SCALE_H
#define LOG_SCALE_H

#include <stdbool.h>

struct log_scale {
    double least, most;         /* above 0; the ends of the axis */
    bool zero;                  /* 0 is on it, too */
    int from, to;               /* where the ends are, in pixels */
};

/* Where the value is, in pixels; what is past an end, at that end. */
int log_scale_place(const struct log_scale *s, double value);

/* The greatest of 1, 2 and 5 times a power of ten that is not above the value;
 * and the least that is not below. */
double log_scale_floor(double value);
double log_scale_ceiling(double value);

/* The axis' next mark above: the next power of ten, or 1, 2, 5 of it where the
 * axis is short. */
double log_scale_next(const struct log_scale *s, double mark);

#endif
