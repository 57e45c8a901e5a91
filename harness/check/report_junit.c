/*
 * report_junit.c: what `muxlab check --format junit` prints: the XML that CI
 * systems read. A probe that failed is a failure, and one that could not be
 * asked an error.
 */
#include "check/report.h"

#include "lib/text.h"

#include <stdio.h>
#include <stdlib.h>

/* How many there are comes first: until they are known, the cases are kept. */
static char *cases;
static size_t size;
static FILE *to;
static int count[NOT_RUN + 1];
static double seconds;

static void put_attribute(FILE *f, const char *name, const char *text)
{
    fprintf(f, " %s=\"", name);
    text_xml(f, text);
    putc('"', f);
}

static void begin_case(const char *class, const char *name)
{
    fputs("    <testcase", to);
    put_attribute(to, "classname", class);
    put_attribute(to, "name", name);
}

/* An element that says why, and how it went. */
static void put_why(const char *element, const char *why, const char *how)
{
    fprintf(to, "      <%s", element);
    put_attribute(to, "message", why);
    fputs(">\n", to);
    text_xml(to, how);
    fprintf(to, "      </%s>\n", element);
}

static bool is_open(void)
{
    if (!to)
        to = open_memstream(&cases, &size);
    return to;
}

static void keep_trial(const struct suite *suite, int rung,
                       const struct trial *t)
{
    char *how = t->verdict == FAILED ? report_failure_text(t) : NULL;

    (void)suite;
    count[t->verdict]++;
    seconds += t->seconds;
    if (is_open()) {
        begin_case(suite_rungs[rung].name, t->probe->name);
        fprintf(to, " time=\"%.3f\">\n", t->seconds);
        if (t->verdict == FAILED)
            put_why("failure", t->came, how ? how : "");
        else if (t->verdict == NOT_RUN)
            put_why("error", t->sentence, "");
        else if (t->verdict == SKIPPED)
            put_why("skipped", t->sentence, "");
        fputs("    </testcase>\n", to);
    }
    free(how);
}

static void print_all(const struct suite *suite)
{
    FILE *f = suite->to;

    fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"
          "  <testsuite", f);
    put_attribute(f, "name", suite->target.name);
    fprintf(f, " tests=\"%d\" failures=\"%d\" errors=\"%d\" skipped=\"%d\""
            " time=\"%.3f\">\n", count[HELD] + count[FAILED] + count[SKIPPED]
            + count[NOT_RUN], count[FAILED], count[NOT_RUN], count[SKIPPED],
            seconds);
    if (to && fclose(to) == 0)
        fputs(cases, f);
    free(cases);
    fputs("  </testsuite>\n</testsuites>\n", f);
}

static void print_none(const struct suite *suite, const char *why)
{
    count[NOT_RUN]++;
    if (is_open()) {
        begin_case("start", "the server starts");
        fputs(" time=\"0\">\n", to);
        put_why("error", why, "");
        fputs("    </testcase>\n", to);
    }
    print_all(suite);
}

const struct report report_junit = {
    .name = "junit", .trial = keep_trial, .score = print_all,
    .none = print_none
};
