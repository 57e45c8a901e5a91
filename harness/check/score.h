/*
 * score.h: how many probes held, of those that were put or should have been.
 */
#ifndef SCORE_H
#define SCORE_H

#include "check/trial.h"

enum { RUNGS = 11, RUNG_FAULTS = 9, RUNG_NAMED = 10, NAMES = 800 };

/* The profiles by name, as on the command line; ends with NULL. */
extern const char *const score_profiles[];

struct score {
    int held[RUNGS], of[RUNGS]; /* so far; probes that are skipped do not
                                   count */
    int unanswered;             /* probes that failed before the first answer */
    int failed_starts;          /* times in a row that it did not start */
    bool started;               /* the server has started at least once */
    int same[CAUSES];           /* how many failed for each cause */
    double in_vain;             /* seconds that failed probes took */
    bool answered;              /* it has answered, in some probe */
    char lacking[ROBUST + 1][NAMES];    /* what failed, by the profile that is
                                           asked it: "one byte, churn" */
};

/* Adds what came of one probe. */
void score_tally(struct score *score, int rung, const struct trial *t);

/* The sums over all rungs. */
int score_held(const struct score *score);
int score_of(const struct score *score);

#endif
