/*
 * interview.h: every question to every server, round after round, and the
 * table of what they answered.
 */
#ifndef INTERVIEW_H
#define INTERVIEW_H

#include "environment.h"
#include "questions.h"
#include "run.h"
#include "table.h"
#include "target.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum {
    TARGETS = 16,
    QUESTIONS = 64
};

struct interview {
    struct target targets[TARGETS];
    size_t n_targets;
    size_t rounds;              /* 0: as many as is usual */
    bool quick;                 /* one round, and shorter */
    bool chosen[QUESTIONS];     /* by the question's index; none: all */
    void (*print)(const struct table *t, FILE *to);

    struct environment environment;
    size_t asked[QUESTIONS];    /* indices of questions, in the order of rows */
    size_t n_asked;
    struct answer *answers;     /* by row, target and round */
    bool wrong;                 /* a wrong byte, or a server broke down */
    bool failed;                /* one could not be started */
};

/* Asks, and prints the table. Returns how the program ends. */
int interview(struct interview *v);

/* Makes the table from the answers, and prints it. -1: no memory. */
int report(struct interview *v);

/* How many idle clients the question has here: what the limits leave room
 * for. */
size_t interview_idle(const struct interview *v, const struct question *q);

/* Where the answer to the row, of the target, in the round is kept. */
struct answer *interview_answer(struct interview *v, size_t row, size_t target,
                                size_t round);

#endif
