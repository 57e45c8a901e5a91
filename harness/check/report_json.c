/*
 * report_json.c: what `muxlab check --json` prints: one object, written member
 * by member as the probes end.
 */
#include "check/report.h"

#include "lib/text.h"

#include <stdio.h>

static void print_string(const char *text)
{
    text_json(stdout, text);
}

static void print_member(const char *name, const char *text)
{
    printf(", \"%s\": ", name);
    print_string(text);
}

static void print_failure(const struct trial *t)
{
    printf(", \"steps\": [");
    for (size_t i = 0; i < t->n_steps; i++) {
        printf(i > 0 ? ", " : "");
        print_string(t->steps[i]);
    }
    putchar(']');
    print_member("expected", t->expected);
    print_member("came", t->came);
    print_member("stderr", t->last_line);
}

static void begin(const struct suite *suite)
{
    printf("{ \"target\": ");
    print_string(suite->target.name);
    printf(", \"probes\": [");
}

static void no_progress(const struct probe *probe)
{
    (void)probe;
}

static void print_trial(const struct suite *suite, int rung,
                        const struct trial *t)
{
    static bool begun;

    if (!begun)
        begin(suite);
    printf("%s\n  { \"name\": ", begun ? "," : "");
    begun = true;
    print_string(t->probe->name);
    print_member("rung", suite_rungs[rung].name);
    print_member("verdict", report_verdict(t->verdict));
    print_member("sentence", report_sentence(t));
    printf(", \"seconds\": %.3f", t->seconds);
    if (t->verdict == FAILED)
        print_failure(t);
    printf(" }");
    fflush(stdout);
}

static void print_score(const struct suite *suite)
{
    const struct score *score = &suite->score;

    printf("\n], \"rungs\": [");
    for (int i = 0; i < RUNGS; i++) {
        printf("%s\n  { \"name\": ", i > 0 ? "," : "");
        print_string(suite_rungs[i].name);
        printf(", \"held\": %d, \"of\": %d }", score->held[i],
               score->of[i]);
    }
    printf("\n], \"score\": %d, \"of\": %d }\n", score_held(score),
           score_of(score));
}

const struct report report_json = { no_progress, print_trial, print_score };
