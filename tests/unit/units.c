/*
 * units.c: the harness's own rooms, put to the test one group at a time:
 * bin/tests/units GROUP. Prints what did not hold; exits with 1 if anything
 * did not, with 2 if there is no such group.
 */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct group {
    const char *name;
    void (*run)(void);
} groups[] = {
    { "client", test_client },
    { "hexdump", print_hexdump },
    { "histogram", test_histogram },
    { "json", test_json },
    { "pattern", test_pattern },
    { "spectrum", print_spectrum },
    { "statistics", test_statistics },
    { "story", test_story },
    { "text", test_text },
    { "verdict", test_verdict },
};

static int failures;

static bool worth_telling(bool held)
{
    return !held && ++failures < 10;
}

void is(bool held, const char *what)
{
    if (worth_telling(held))
        printf("does not hold: %s\n", what);
}

void are_equal(double got, double expected, const char *what)
{
    double off = got - expected;

    if (worth_telling(off <= 1e-9 && off >= -1e-9))
        printf("%s: expected %g, got %g\n", what, expected, got);
}

void reads(const char *got, const char *expected)
{
    if (worth_telling(strcmp(got, expected) == 0))
        printf("expected '%s', got '%s'\n", expected, got);
}

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
