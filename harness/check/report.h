/*
 * report.h: what `muxlab check` prints.
 */
#ifndef REPORT_H
#define REPORT_H

#include "check/suite.h"

struct json_writer;

struct report {
    /* This probe is put now; NULL: none is. */
    void (*probe)(const struct probe *probe);

    /* What came of one probe. Before the first: whose report it is. */
    void (*trial)(const struct suite *suite, int rung, const struct trial *t);

    /* The score, at the end. */
    void (*score)(const struct suite *suite);

    /* NULL, or: something to know about the probes that follow. */
    void (*note)(const char *sentence);
};

extern const struct report report_text;         /* for people */
extern const struct report report_json;         /* one object */

/* For people: the names of the probes that are chosen, and what each holds of a
 * server. */
void report_text_list(const struct suite *suite);

/* Writes what came of one probe, as an object. */
void report_json_trial(struct json_writer *to, int rung,
                       const struct trial *t);

/* Of probes that fail for the same cause, so many are told in full. */
enum { REPORT_IN_FULL = 3 };

/* The words for a cause: "no answer came in time". */
const char *report_cause(enum cause cause);

/* The words for a verdict, and the sentence that goes with it. */
const char *report_verdict(enum verdict verdict);
const char *report_sentence(const struct trial *t);

#endif
