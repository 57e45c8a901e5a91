/*
 * suite.h: which probes are put to a server, and in which order.
 */
#ifndef SUITE_H
#define SUITE_H

#include "check/probes.h"
#include "check/score.h"
#include "server/target.h"

#include <stdio.h>

/* As probes mostly wait, three at a time load two cores. */
enum { MOST_ONLY = 64, MOST_PROBES = 200, SUITE_AT_ONCE = 3 };

struct progress;
struct report;

/* The probes of one kind, under one heading. */
struct rung {
    const char *name;
    const struct probe *probes;
};

extern const struct rung suite_rungs[RUNGS];

struct suite {
    struct target target;
    char **words;               /* the target as it was given, for the line */
    int n_words;                /*   "again:" */
    const char *only[MOST_ONLY];        /* names of probes, or parts of them; */
    int n_only;                         /*   none: all probes */
    int profile;                /* enum profile; -1: none is claimed */
    bool faults;                /* the rung of faults, too */
    double seconds;             /* --deadline; 0: none */
    const struct report *report;
    FILE *to;                   /* where it goes */
    struct progress *progress;  /* NULL: none is shown */
    const char *label;          /* NULL, or what stands in it before the
                                   probe's name */
    int at_once;                /* so many probes may be put at the same time;
                                   those that only wait, beside them */

    int64_t began, end;         /* deadline.h */
    bool late;                  /* the end came before all probes were put */
    bool lacked;                /* no server could be started, and the machine
                                   lacked something for it: see server.h */
    struct score score;
};

/* Can the probe be put to a server that is reached by this transport, and whose
 * right answer is this? */
bool suite_suits(const struct probe *probe, enum transport by,
                 enum pattern_reply reply);

/* Whether these probes are put. The faults are so only when they are asked for:
 * by --faults, by what the server claims to be, or by --only; those of the last
 * rung only by --only. */
bool suite_has_rung(const struct suite *suite, int rung);

/* Whether the probe is chosen, by suite->only and by what a right answer is;
 * whether any is. */
bool suite_chooses(const struct suite *suite, const struct probe *probe);
bool suite_chooses_any(const struct suite *suite);

/* The names of all probes; ends with NULL. */
const char *const *suite_names(void);

/* Why a probe is not put, though it is chosen; NULL: it is put. */
const char *suite_passes_over(const struct suite *suite,
                              const struct probe *probe);

/* How many probes will be put. */
size_t suite_count(const struct suite *suite);

/* Puts the probes that are chosen, each to a fresh server, some at the same
 * time, and reports them in their order. Returns 0, or -1 after one line on
 * stderr: no server could be started, or the one that runs already cannot be
 * reached. */
int suite_run(struct suite *suite);

#endif
