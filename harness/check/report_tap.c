/*
 * report_tap.c: what `muxlab check --format tap` prints: TAP version 14, with a
 * block of YAML after each probe that failed. A text in it is a JSON string,
 * which is YAML, too.
 */
#include "check/report.h"

#include "lib/text.h"

#include <stdio.h>

static int n;                   /* probes so far */

static void begin(const struct suite *suite)
{
    if (n == 0)
        fprintf(suite->to, "TAP version 14\n# %s\n", suite->target.name);
}

static void print_text(FILE *to, const char *label, const char *text)
{
    fprintf(to, "  %s", label);
    text_json(to, text);
    putc('\n', to);
}

static void print_failure(FILE *to, const struct trial *t)
{
    if (t->n_steps > 0)
        fputs("  steps:\n", to);
    for (size_t i = 0; i < t->n_steps; i++)
        print_text(to, "  - ", t->steps[i]);
    print_text(to, "expected: ", t->expected);
    print_text(to, "stderr: ", t->last_line);
    print_text(to, "usual: ", report_usual(t));
    print_text(to, "see: ", t->probe->see);
}

static void print_trial(const struct suite *suite, int rung,
                        const struct trial *t)
{
    bool good = t->verdict == HELD || t->verdict == SKIPPED;
    FILE *to = suite->to;

    begin(suite);
    fprintf(to, "%sok %d - %s: %s", good ? "" : "not ", ++n,
            suite_rungs[rung].name, t->probe->name);
    if (t->verdict == SKIPPED)
        fprintf(to, " # SKIP %s", t->sentence);
    fputs(good ? "\n" : "\n  ---\n", to);
    if (!good) {
        print_text(to, "message: ",
                   t->verdict == FAILED ? t->came : t->sentence);
        if (t->verdict == FAILED)
            print_failure(to, t);
        fputs("  ...\n", to);
    }
    fflush(to);
}

static void print_score(const struct suite *suite)
{
    fprintf(suite->to, "1..%d\n# score %d/%d\n", n, score_held(&suite->score),
            score_of(&suite->score));
}

static void print_none(const struct suite *suite, const char *why)
{
    begin(suite);
    fprintf(suite->to, "Bail out! %s\n", why);
}

const struct report report_tap = {
    .name = "tap", .trial = print_trial, .score = print_score,
    .none = print_none
};
