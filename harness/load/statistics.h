/*
 * statistics.h: what a few rounds of measuring say, and no more than that.
 *
 * Pure functions on arrays of doubles: no clock, no file, no memory of their
 * own. Those that need order sort the array they are given, in place.
 */
#ifndef STATISTICS_H
#define STATISTICS_H

#include <stddef.h>

struct summary {
    size_t n;
    double min;
    double lower;               /* quartile */
    double median;
    double upper;               /* quartile */
    double max;
};

/* Sorts x[n], smallest first. */
void statistics_sort(double *x, size_t n);

/* Of n > 0 values in order: the one at (n - 1) * percent / 100, counted from
 * 0, on the straight line between its two neighbours where that is no whole
 * number (Hyndman and Fan's definition 7). The quartiles are 25 and 75. */
double statistics_percentile(const double *sorted, size_t n, double percent);

/* Sorts x[n] and sums it up. All zeros when n is 0. */
struct summary statistics_summary(double *x, size_t n);

/* Says in to[size] what the ratios of two servers' rounds, which it uses up,
 * show of the first:
 *     ahead by 1.3x (1.2 to 1.4 in 7 rounds)    the median, the quartiles
 *     behind by 3x (2 to 5 in 20 rounds)        likewise, of the inverse
 *     no difference seen
 *     too few rounds                            fewer than 3
 * A difference is seen when a sign test leaves it less than 5 % of chance
 * (fewer than 6 rounds never can: they must all agree), and when it is still
 * there once rounded to what the spread between the quartiles allows.
 * Returns 1 for ahead, -1 for behind, else 0. */
int statistics_verdict(char *to, size_t size, double *ratio, size_t n);

#endif
