/*
 * histogram.c: does the histogram keep its bound, and its counts?
 */
#include "unit.h"

#include "load/histogram.h"

#include <string.h>

static struct histogram one;

static void empty(struct histogram *h)
{
    memset(h, 0, sizeof *h);
}

/* The second value only keeps the first from being the exact maximum. */
static void histogram_keeps_its_bound(void)
{
    for (int64_t v = 1; v < (int64_t)1 << 39; v += 1 + v / 777) {
        int64_t read;

        empty(&one);
        histogram_add(&one, v);
        histogram_add(&one, ((int64_t)1 << 40) - 1);
        read = histogram_percentile(&one, 50);
        is(read >= v, "never too low");
        is(read - v <= v / 100, "at most 1 % too high");
    }
}

static void histogram_is_exact_at_its_ends(void)
{
    empty(&one);
    is(histogram_percentile(&one, 50) == 0, "nothing: 0");
    are_equal(histogram_mean(&one), 0, "mean of nothing");
    histogram_add(&one, -5);
    histogram_add(&one, 123456789);
    histogram_add(&one, (int64_t)1 << 41);
    is(one.min == 0 && one.max == (int64_t)1 << 41, "min and max");
    is(histogram_percentile(&one, 100) == one.max, "100 % is the maximum");
    are_equal(histogram_mean(&one), (123456789 + 2199023255552.0) / 3, "mean");
}

static void histogram_takes_the_nearest_rank(void)
{
    empty(&one);
    for (int64_t v = 1; v <= 200; v++)
        histogram_add(&one, v);
    is(histogram_percentile(&one, 50) == 100, "the median of 1..200");
    is(histogram_percentile(&one, 99) == 198, "99 % of 1..200");
    is(histogram_percentile(&one, 99.5) == 199, "99.5 % of 1..200");
    is(histogram_percentile(&one, 99.6) == 200, "99.6 % of 1..200");
    is(histogram_percentile(&one, 0) == 1, "0 % is the minimum");
}

/* In floating point 99.9 / 100 * 1000 is a little more than 999. */
static void histogram_is_not_led_astray_by_rounding(void)
{
    empty(&one);
    for (int i = 0; i < 1000; i++)
        histogram_add(&one, i < 999 ? 1 : 2);
    is(histogram_percentile(&one, 99.9) == 1, "99.9 % of 1000 is the 999th");
}

void test_histogram(void)
{
    histogram_keeps_its_bound();
    histogram_is_exact_at_its_ends();
    histogram_takes_the_nearest_rank();
    histogram_is_not_led_astray_by_rounding();
}

/* 1..10 microseconds, in nanoseconds: printed, for the shell to compare. */
void print_spectrum(void)
{
    empty(&one);
    for (int64_t v = 1; v <= 10; v++)
        histogram_add(&one, v * 1000);
    histogram_print_hgrm(&one, stdout, 1000);
}
