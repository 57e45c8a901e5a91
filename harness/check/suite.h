/*
 * suite.h: what `muxlab check` was asked, and what came of it.
 */
#ifndef SUITE_H
#define SUITE_H

#include "check/trial.h"

enum { RUNGS = 4, MOST_ONLY = 16, NAMES = 800 };

/* As on the command line, by enum profile; ends with NULL. */
extern const char *const check_profiles[];

struct rung {
    const char *name;
    const struct probe *probes;
    int held, of;               /* so far; those skipped do not count */
};

struct check {
    struct target target;
    char **words;               /* the target as it was given, for the line */
    int n_words;                /*   that runs a probe again */
    const char *only[MOST_ONLY];
    int n_only;
    int profile;                /* enum profile; -1: none is claimed */
    bool json;

    struct rung rungs[RUNGS];
    int mute;                   /* probes without one answer, from the first */
    int failed_starts;          /* the last so many could not start it */
    bool answered;              /* it has answered, in some probe */
    char missed[SCALABLE + 1][NAMES];   /* what it failed of that which this
                                   profile is asked: "one byte, churn" */
};

/* How many probes held, of how many that were put. */
int score_held(const struct check *c);
int score_of(const struct check *c);

/* For people: a line while the probe runs, on a terminal, and that line wiped
 * away; what came of one probe, before the first of all whose sheet it is, and
 * the rung's heading before its first; the score at the end. */
void report_text_probe(const struct probe *probe);
void report_text_wipe(void);
void report_text_trial(const struct check *c, const struct rung *rung,
                const struct trial *t);
void report_text_score(const struct check *c);

/* The names of all probes, and what they hold of a server. */
void report_text_list(const struct check *c);

/* For programs: one object. */
void report_json_trial(const struct check *c, const struct rung *rung,
                const struct trial *t);
void report_json_score(const struct check *c);

#endif
