/*
 * report.h: what `muxlab check` prints, in one of several forms.
 *
 * The suite (suite.h) goes through the probes, and tells a report what came of
 * each. To add a form, write its file report_NAME.c and its row in report.c.
 */
#ifndef REPORT_H
#define REPORT_H

#include "check/suite.h"

struct json_writer;

/* All of it goes to suite->to. */
struct report {
    const char *name;           /* as in --format */

    /* What came of one probe; before the first, also the target's name. */
    void (*trial)(const struct suite *suite, int rung, const struct trial *t);

    /* The score, at the end. */
    void (*score)(const struct suite *suite);

    /* Each of these may be NULL. */

    /* Instead of all that: no server could be started or reached. */
    void (*none)(const struct suite *suite, const char *why);

    /* What a file holds until the report is complete. */
    void (*unfinished)(FILE *to);

    /* Something to know about the probes that follow. */
    void (*note)(const struct suite *suite, const char *sentence);
};

extern const struct report report_text;         /* for people */
extern const struct report report_json;         /* one object: verbs/JSON.md */
extern const struct report report_tap;          /* version 14 */
extern const struct report report_junit;        /* XML */
extern const struct report report_gradescope;   /* its results.json */

/* Their names, as on the command line; and the one at a place among them. */
const char *const *report_names(void);
const struct report *report_at(int place);

/* For people: the names of the probes that are chosen, and what each holds of a
 * server. */
void report_text_list(const struct suite *suite);

/* Writes what came of one probe, as an object. */
void report_json_trial(struct json_writer *to, int rung,
                       const struct trial *t);

/* Of probes that fail for the same cause, so many are shown in full. */
enum { REPORT_IN_FULL = 3, REPORT_WIDTH = 80 };

/* For people: how a probe that failed went; what has failed in all, and the
 * score. The caller frees a text; NULL: no memory. */
void report_failure(FILE *to, const struct trial *t);
char *report_failure_text(const struct trial *t);
void report_summary(FILE *to, const struct suite *suite);
char *report_summary_text(const struct suite *suite);

/* The words for a cause: "no answer came in time". */
const char *report_cause(enum cause cause);

/* The words for a verdict, and the sentence that goes with it. */
const char *report_verdict(enum verdict verdict);
const char *report_sentence(const struct trial *t);

/* What usually causes such a failure, in a static buffer. */
const char *report_usual(const struct trial *t);

#endif
