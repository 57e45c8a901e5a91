/*
 * score.c: how many probes held, of those that were put or should have been.
 */
#include "check/score.h"

#include <stdio.h>
#include <string.h>

const char *const score_profiles[] = {
    "sequential", "concurrent", "scalable", "robust", NULL
};

static void add_name(char *names, const char *name)
{
    size_t length = strlen(names);

    snprintf(names + length, NAMES - length, "%s%s", length > 0 ? ", " : "",
             name);
}

void score_tally(struct score *score, int rung, const struct trial *t)
{
    bool lacks = t->verdict == FAILED || t->verdict == NOT_RUN;

    score->of[rung] += t->verdict != SKIPPED;
    score->held[rung] += t->verdict == HELD;
    score->answered |= t->answered;
    score->unanswered += t->verdict == FAILED && !score->answered;
    score->same[t->cause] += t->verdict == FAILED;
    score->in_vain += t->verdict == FAILED ? t->seconds : 0;
    if (lacks)
        add_name(score->lacking[rung == RUNG_FAULTS ? ROBUST
                                                    : t->probe->asked],
                 t->probe->name);
}

static int sum(const int counts[RUNGS])
{
    int total = 0;

    for (int i = 0; i < RUNGS; i++)
        total += counts[i];
    return total;
}

int score_held(const struct score *score)
{
    return sum(score->held);
}

int score_of(const struct score *score)
{
    return sum(score->of);
}
