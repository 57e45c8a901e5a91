/*
 * statistics.c: medians, quartiles, and a verdict on paired rounds.
 */
#include "load/statistics.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

void statistics_sort(double *x, size_t n)
{
    if (n > 0)
        qsort(x, n, sizeof *x, by_size);
}

double statistics_percentile(const double *sorted, size_t n, double percent)
{
    double place = (double)(n - 1) * percent / 100;
    size_t below = (size_t)place;

    if (below + 1 >= n)
        return sorted[n - 1];
    return sorted[below] +
           (place - (double)below) * (sorted[below + 1] - sorted[below]);
}

struct summary statistics_summary(double *x, size_t n)
{
    if (n == 0)
        return (struct summary){ 0 };
    statistics_sort(x, n);
    return (struct summary){
        .n = n,
        .min = x[0],
        .lower = statistics_percentile(x, n, 25),
        .median = statistics_percentile(x, n, 50),
        .upper = statistics_percentile(x, n, 75),
        .max = x[n - 1],
    };
}

static size_t count_above_one(const double *x, size_t n)
{
    size_t above = 0;

    for (size_t i = 0; i < n; i++)
        above += x[i] > 1;
    return above;
}

/* The probability that n fair coins fall so unevenly that at most `fewer` of
 * them show the rarer side: twice a tail of the binomial distribution. */
static double sign_test(size_t fewer, size_t n)
{
    double ways = 1, tail = 1;

    for (size_t i = 1; i <= fewer; i++) {
        ways *= (double)(n - i + 1) / (double)i;
        tail += ways;
    }
    for (size_t i = 1; i < n; i++)
        tail /= 2;
    return tail;
}

/* Is it more than chance that `above` of n are above 1? */
static bool is_significant(size_t above, size_t n)
{
    return above == n || (above > n / 2 && sign_test(n - above, n) < 0.05);
}

static double rounded(double x, double unit)
{
    return (double)(long long)(x / unit + 0.5) * unit;
}

/* The last digit worth printing: the power of ten below the spread, or a finer
 * one where the lower quartile would otherwise round to 1; at least 0.01. */
static double digit(const struct summary *s)
{
    double unit = 0.01;

    while (unit * 10 <= s->upper - s->lower
           && rounded(s->lower, unit * 10) > 1 + unit)
        unit *= 10;
    return unit;
}

/* Describes ratios that are mostly above 1. Returns 0, or -1 when the
 * difference vanishes in rounding. */
static int describe(char *to, size_t size, const char *how, double *ratio,
                    size_t n)
{
    struct summary s = statistics_summary(ratio, n);
    double unit = digit(&s);
    int decimals = unit > 0.5 ? 0 : unit > 0.05 ? 1 : 2;

    if (rounded(s.lower, unit) < 1 + unit / 2)
        return -1;
    snprintf(to, size, "%s by %.*fx (%.*f to %.*f in %zu rounds)", how,
             decimals, rounded(s.median, unit), decimals,
             rounded(s.lower, unit), decimals, rounded(s.upper, unit), n);
    return 0;
}

int statistics_verdict(char *to, size_t size, double *ratio, size_t n)
{
    snprintf(to, size, n < 3 ? "too few rounds" : "no difference seen");
    if (n < 3)
        return 0;
    if (is_significant(count_above_one(ratio, n), n))
        return describe(to, size, "ahead", ratio, n) == 0 ? 1 : 0;
    for (size_t i = 0; i < n; i++)
        ratio[i] = 1 / ratio[i];
    if (is_significant(count_above_one(ratio, n), n))
        return describe(to, size, "behind", ratio, n) == 0 ? -1 : 0;
    return 0;
}
