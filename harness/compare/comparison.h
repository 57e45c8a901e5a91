/*
 * comparison.h: every question to every server, round after round.
 */
#ifndef COMPARISON_H
#define COMPARISON_H

#include "compare/questions.h"
#include "compare/run.h"
#include "compare/table.h"
#include "lib/progress.h"
#include "load/machine.h"
#include "server/server.h"

#include <stdbool.h>
#include <stddef.h>

struct axis;

struct comparison {
    struct target targets[TABLE_COLUMNS];
    size_t n_targets;
    size_t rounds;
    double seconds;             /* a rate is measured for */
    bool details;               /* answers keep them */
    const struct question *asked[TABLE_ROWS];   /* in the order of the rows */
    size_t n_asked;
    const struct axis *axis;    /* of a sweep; NULL: it is none */
    char **words;               /* all that stands after the verb */

    struct machine machine;
    struct progress progress;
    struct answer *answers;     /* by row, target and round */
    size_t done;                /* rounds that are complete, */
    double disturbed;           /*   and what others took until then, in % */
    bool wrong;                 /* a wrong byte, or a server broke down */
    bool failed;                /* one could not be started again */
};

/* Can each server be started, or reached? -1, after one line: no. */
int comparison_try(const struct comparison *v);

/* Asks; the machine is prepared. Calls after_round, if there is one, whenever a
 * round is over. An interrupt ends it early. Returns 0; -1, after one line, if
 * there is no memory. The answers are comparison_free's to free. */
int comparison_run(struct comparison *v,
                   void (*after_round)(struct comparison *v));
void comparison_free(struct comparison *v);

/* Where the answer to the row, of the target, in the round is kept. */
struct answer *comparison_answer(struct comparison *v, size_t row,
                                 size_t target, size_t round);

#endif
