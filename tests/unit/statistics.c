/*
 * statistics.c: figures and verdicts of known data.
 */
#include "unit.h"

#include "load/statistics.h"

#include <string.h>

static void statistics_of_known_data(void)
{
    double x[] = { 7, 1, 3, 9, 5 }, y[] = { 4, 1, 3, 2 }, z[] = { 8 };
    struct summary s = statistics_summary(x, 5);

    are_equal(s.min, 1, "min");
    are_equal(s.lower, 3, "lower quartile");
    are_equal(s.median, 5, "median");
    are_equal(s.upper, 7, "upper quartile");
    are_equal(s.max, 9, "max");
    s = statistics_summary(y, 4);
    are_equal(s.median, 2.5, "median of four");
    are_equal(s.lower, 1.75, "lower quartile of four");
    are_equal(statistics_percentile(y, 4, 90), 3.7, "90 % of four");
    s = statistics_summary(z, 1);
    are_equal(s.lower + s.median + s.upper, 24, "quartiles of one");
    are_equal((double)statistics_summary(z, 0).n, 0, "n of none");
}

void test_statistics(void)
{
    statistics_of_known_data();
}

static const char *verdict(const double *ratio, size_t n, int side)
{
    static char said[80];
    double copy[32];

    memcpy(copy, ratio, n * sizeof *ratio);
    is(statistics_verdict(said, sizeof said, copy, n) == side, "the side");
    return said;
}

void test_verdict(void)
{
    double ahead[] = { 1.21, 1.3, 1.43, 1.32, 1.19, 1.34, 1.41 };
    double behind[] = { 0.5, 0.4, 0.25, 0.5, 0.2, 0.3 };
    double mixed[] = { 1.3, 0.9, 1.2, 1.1, 0.8, 1.4, 1.2 };
    double close[] = { 1.001, 1.002, 1.001, 1.003, 1.004, 1.002 };
    double narrow[] = { 1.311, 1.312, 1.314 };
    double wide[] = { 80, 120, 95, 140, 61, 133, 99 };
    double outlier[] = { 2.1, 2.2, 2.3, 2.1, 2.2, 2.3, 2.2, 2.1, 0.9 };

    reads(verdict(ahead, 7, 1), "ahead by 1.3x (1.3 to 1.4 in 7 rounds)");
    reads(verdict(behind, 6, -1), "behind by 3x (2 to 4 in 6 rounds)");
    reads(verdict(mixed, 7, 0), "no difference seen");
    reads(verdict(close, 6, 0), "no difference seen");
    reads(verdict(narrow, 3, 1), "ahead by 1.31x (1.31 to 1.31 in 3 rounds)");
    reads(verdict(wide, 7, 1), "ahead by 100x (90 to 130 in 7 rounds)");
    reads(verdict(outlier, 9, 1), "ahead by 2.2x (2.1 to 2.2 in 9 rounds)");
    reads(verdict(outlier + 4, 5, 0), "no difference seen");
    reads(verdict(ahead, 2, 0), "too few rounds");
}
