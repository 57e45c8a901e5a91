/*
 * units.c: the harness's pure functions, put to the test one group at a time:
 * bin/tests/units GROUP. Prints what did not hold; exits with 1 if anything
 * did not, with 2 if there is no such group.
 */
#include "../../harness/histogram.h"
#include "../../harness/statistics.h"
#include "../../harness/wire.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MANY = 140000, RUN = 8 };

static int failures;

static void is(bool held, const char *what)
{
    if (!held && ++failures < 10)
        printf("does not hold: %s\n", what);
}

static void are_equal(double got, double expected, const char *what)
{
    double off = got - expected;

    if (off <= 1e-9 && off >= -1e-9)
        return;
    failures++;
    printf("%s: expected %g, got %g\n", what, expected, got);
}

static void reads(const char *got, const char *expected)
{
    if (strcmp(got, expected) == 0)
        return;
    failures++;
    printf("expected '%s', got '%s'\n", expected, got);
}

/* ---- pattern ------------------------------------------------------------ */

static unsigned char stream[2 * MANY], other[2 * MANY];

static void pattern_has_every_value(void)
{
    bool seen[256] = { false };
    int values = 0;

    wire_fill(stream, MANY, 1, 0);
    for (size_t i = 0; i < 65536; i++) {
        values += !seen[stream[i]];
        seen[stream[i]] = true;
    }
    are_equal(values, 256, "values that occur in 64 KiB");
}

static void pattern_is_the_same_in_pieces(void)
{
    size_t piece = 1;

    wire_fill(stream, MANY, 7, 5000000000);
    for (size_t at = 0; at + piece < MANY; at += piece, piece = piece * 2 + 1)
        wire_fill(other + at, piece, 7, 5000000000 + at);
    is(memcmp(stream, other, MANY / 2) == 0, "pieces make the same stream");
}

/* The longest run of equal bytes that stand beside each other. */
static size_t longest(const unsigned char *a, const unsigned char *b, size_t n)
{
    size_t run = 0, most = 0;

    for (size_t i = 0; i < n; i++) {
        run = a[i] == b[i] ? run + 1 : 0;
        most = run > most ? run : most;
    }
    return most;
}

static void pattern_betrays_a_shift(void)
{
    static const size_t large[] = { 1000, 1024, 1460, 2048, 4095, 4096, 8192,
        10000, 16384, 32768, 65483, 65495, 65535, 65536, 65537, 131072 };

    wire_fill(stream, 2 * MANY, 3, 0);
    for (size_t shift = 1; shift < 300; shift++)
        is(longest(stream, stream + shift, 65536) < RUN, "small shifts show");
    for (size_t i = 0; i < sizeof large / sizeof large[0]; i++)
        is(longest(stream, stream + large[i], 65536) < RUN,
           "large shifts show");
}

static void pattern_betrays_another_client(void)
{
    wire_fill(stream, 65536, 1, 0);
    for (uint32_t seed = 2; seed < 1200; seed += 1 + seed / 40) {
        wire_fill(other, 65536, seed, 0);
        is(longest(stream, other, 65536) < RUN, "another's stream shows");
    }
}

static void pattern_finds_the_wrong_byte(void)
{
    wire_fill(stream, MANY, 9, 1000);
    is(wire_verify(stream, MANY, 9, 1000) == MANY, "what was sent is right");
    for (size_t at = 0; at < MANY; at += 4999) {
        stream[at] ^= 1;
        is(wire_verify(stream, MANY, 9, 1000) == at, "one bit, anywhere");
        stream[at] ^= 1;
    }
}

static void pattern_knows_upper_case(void)
{
    wire_fill(stream, MANY, 2, 0);
    wire_reply = REPLY_UPPER;
    is(wire_verify(stream, MANY, 2, 0) < 100, "an echo is not upper case");
    for (size_t i = 0; i < MANY; i++)
        if (stream[i] >= 'a' && stream[i] <= 'z')
            stream[i] = (unsigned char)(stream[i] - 'a' + 'A');
    is(wire_verify(stream, MANY, 2, 0) == MANY, "upper case is right");
    wire_reply = REPLY_SAME;
}

static void test_pattern(void)
{
    pattern_has_every_value();
    pattern_is_the_same_in_pieces();
    pattern_betrays_a_shift();
    pattern_betrays_another_client();
    pattern_finds_the_wrong_byte();
    pattern_knows_upper_case();
}

/* ---- histogram ---------------------------------------------------------- */

static struct histogram one, two;

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

static void histogram_merges(void)
{
    static struct histogram all;

    empty(&one);
    empty(&two);
    empty(&all);
    for (int64_t v = 1; v < 1000000; v = v * 3 + 1) {
        histogram_add(v % 2 ? &one : &two, v);
        histogram_add(&all, v);
    }
    histogram_merge(&one, &two);
    is(memcmp(&one, &all, sizeof all) == 0, "two parts make the whole");
    empty(&two);
    histogram_merge(&two, &all);
    is(memcmp(&two, &all, sizeof all) == 0, "an empty one becomes the other");
    empty(&one);
    histogram_merge(&two, &one);
    is(memcmp(&two, &all, sizeof all) == 0, "an empty one adds nothing");
}

static void test_histogram(void)
{
    histogram_keeps_its_bound();
    histogram_is_exact_at_its_ends();
    histogram_takes_the_nearest_rank();
    histogram_is_not_led_astray_by_rounding();
    histogram_merges();
}

/* 1..10 microseconds, in nanoseconds: printed, for the shell to compare. */
static void print_spectrum(void)
{
    empty(&one);
    for (int64_t v = 1; v <= 10; v++)
        histogram_add(&one, v * 1000);
    histogram_print_hgrm(&one, stdout, 1000);
}

/* ---- statistics --------------------------------------------------------- */

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

static void ratios_are_paired(void)
{
    double a[] = { 10, 200, 3000 }, b[] = { 5, 100, 1500 }, ratio[3];
    struct summary s;

    statistics_ratios(ratio, a, b, 3);
    s = statistics_summary(ratio, 3);
    are_equal(s.min, 2, "least ratio of paired rounds");
    are_equal(s.max, 2, "greatest ratio of paired rounds");
}

static void test_statistics(void)
{
    statistics_of_known_data();
    ratios_are_paired();
}

static const char *verdict(const double *ratio, size_t n, int side)
{
    static char said[80];
    double copy[32];

    memcpy(copy, ratio, n * sizeof *ratio);
    is(statistics_verdict(said, sizeof said, copy, n) == side, "the side");
    return said;
}

static void test_verdict(void)
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

/* ---- which -------------------------------------------------------------- */

static const struct group {
    const char *name;
    void (*run)(void);
} groups[] = {
    { "pattern", test_pattern },
    { "histogram", test_histogram },
    { "spectrum", print_spectrum },
    { "statistics", test_statistics },
    { "verdict", test_verdict },
};

int main(int argc, char **argv)
{
    for (size_t i = 0; i < sizeof groups / sizeof groups[0]; i++) {
        if (argc != 2 || strcmp(argv[1], groups[i].name) != 0)
            continue;
        groups[i].run();
        return failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
    }
    fprintf(stderr, "usage: units GROUP\n");
    return 2;
}
