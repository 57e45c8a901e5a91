/*
 * unit.h: what the groups of bin/tests/units share.
 */
#ifndef UNIT_H
#define UNIT_H

#include <stdbool.h>

/* Each counts a failure, and prints the first few, when it does not hold. */
void is(bool held, const char *what);
void are_equal(double got, double expected, const char *what);
void reads(const char *got, const char *expected);

void test_client(void);
void test_histogram(void);
void test_json(void);
void test_pattern(void);
void test_statistics(void);
void test_story(void);
void test_text(void);
void test_verdict(void);

/* These print, and leave the judgement to the shell. */
void print_hexdump(void);
void print_spectrum(void);

#endif
