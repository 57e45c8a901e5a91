/*
 * report_json.c: what `muxlab check --json` prints: one object, written piece
 * by piece as the probes end.
 */
#include "check/suite.h"
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

static void begin(const struct check *c)
{
    printf("{ \"target\": ");
    print_string(c->target.name);
    printf(", \"probes\": [");
}

void report_json_trial(const struct check *c, const struct rung *rung,
                const struct trial *t)
{
    static const char *const verdicts[] = {
        [HELD] = "held", [FAILED] = "failed", [SKIPPED] = "skipped",
        [NOT_RUN] = "not run"
    };
    static bool begun;

    if (!begun)
        begin(c);
    printf("%s\n  { \"name\": ", begun ? "," : "");
    begun = true;
    print_string(t->probe->name);
    print_member("rung", rung->name);
    print_member("verdict", verdicts[t->verdict]);
    print_member("sentence", t->sentence[0] != '\0' ? t->sentence
                                                    : t->probe->holds);
    printf(", \"seconds\": %.3f", t->seconds);
    if (t->verdict == FAILED)
        print_failure(t);
    printf(" }");
    fflush(stdout);
}

void report_json_score(const struct check *c)
{
    printf("\n], \"rungs\": [");
    for (int i = 0; i < RUNGS; i++) {
        printf("%s\n  { \"name\": ", i > 0 ? "," : "");
        print_string(c->rungs[i].name);
        printf(", \"held\": %d, \"of\": %d }", c->rungs[i].held,
               c->rungs[i].of);
    }
    printf("\n], \"score\": %d, \"of\": %d }\n", score_held(c), score_of(c));
}
