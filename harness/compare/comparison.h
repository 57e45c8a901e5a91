/*
 * comparison.h: every question to every server, round after round, and the
 * table of what they answered.
 */
#ifndef COMPARISON_H
#define COMPARISON_H

#include "compare/output.h"
#include "compare/questions.h"
#include "compare/run.h"
#include "compare/table.h"
#include "load/machine.h"
#include "server/server.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum {
    TARGETS = 16,
    QUESTIONS = 64
};

struct axis;

struct comparison {
    struct target targets[TARGETS];
    size_t n_targets;
    size_t rounds;              /* 0: as many as is usual */
    double seconds;             /* a rate is measured for; 0: as is usual */
    bool quick;                 /* one round, and shorter */
    bool all;                   /* the questions that are `more`, too */
    bool chosen[QUESTIONS];     /* by the question's index; none: the usual */
    const struct question *questions;
    size_t n_questions;
    const struct axis *axis;    /* of a sweep; NULL: it is none */
    struct output output;
    const char *save;           /* the file for all that was found; or NULL */
    const char *from;           /* the file to print again; or NULL */
    char **words, **command;    /* after the verb; after `--`, or NULL */

    struct machine machine;
    size_t asked[QUESTIONS];    /* indices of questions, in the order of rows */
    size_t n_asked;
    struct answer *answers;     /* by row, target and round */
    size_t done;                /* rounds that are complete, */
    double disturbed;           /*   and what others took until then, in % */
    bool wrong;                 /* a wrong byte, or a server broke down */
    bool failed;                /* one could not be started again, or a file
                                   not be written */
};

/* Asks, and prints the table; the environment is prepared. Returns how the
 * program ends. */
int comparison_run(struct comparison *v);

/* Makes the table of the answers that are there, and hands it over. Returns
 * what `use` does; -1: no memory. */
int report(struct comparison *v,
           int (*use)(struct comparison *v, const struct table *t));

/* How many idle clients the question has here: what the limits leave room
 * for. */
size_t comparison_idle(const struct comparison *v, const struct question *q);

/* The question's label, with how many they are, and its unit; in a static
 * buffer. */
const char *comparison_label(const struct comparison *v,
                            const struct question *q);

/* Where the answer to the row, of the target, in the round is kept. */
struct answer *comparison_answer(struct comparison *v, size_t row,
                                 size_t target, size_t round);

#endif
