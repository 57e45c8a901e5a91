/*
 * questions.h: what `compare` asks, a row each, with the function that asks
 * it. Each section of the table has a file of its own: questions_SECTION.c.
 *
 * A question is put to a running server (run.h). Questions of the same `life`
 * share one server process, in the order of their idle clients, so that these
 * have to connect only once.
 */
#ifndef QUESTIONS_H
#define QUESTIONS_H

#include <stdbool.h>
#include <stddef.h>

struct answer;
struct machine;
struct run;

/* A caption is made from the row's figures. {most} and {least} are the names
 * of the columns with the highest and the lowest, {most=} and {least=} the
 * figures, {range} from the one to the other, {times} how many times as much
 * it is, {verdict} by how much the one was ahead, round for round, {never} the
 * columns that have a word in place of a figure. In `trend`, which compares
 * with the row `base`, {most} and {least} are those that kept most and least
 * of their figure there. */
struct question {
    const char *key;            /* short and lasting: for --only and programs */
    const char *label;          /* {idle}: how many idle clients there are */
    const char *unit;
    int life;
    size_t idle;
    size_t clients, size, depth;        /* of those that talk; 0: as usual */
    bool more;                  /* only asked when more is wanted (--all) */
    bool report;                /*   and for the report, which draws it */
    bool lecture;               /* a count, or so far apart that noise does not
                                   matter (--lecture) */
    bool exact;                 /* a count: one round tells it */
    enum better { NEITHER, LESS, MORE } better;
    void (*ask)(struct run *r, struct answer *a);
    const char *apart;          /* when the figures differ, and when they do */
    const char *alike;          /*   not, beyond their spread; NULL: what is
                                     usual for a rate */
    const char *without;        /* added when some have a word */
    double margin;              /* how many times as much is a difference;
                                   0: 1.1 */
    const char *base, *trend;
    const char *when;           /* a server that breaks down does so then, */
    const char *probe;          /*   and this probe of `check` shows it */
};

/* A section's table ends with a row of zeros. */
extern const struct question questions_waiting[], questions_counts[],
    questions_rates[], questions_at_rest[];

/* The question in this place, counted from 0 through all sections. NULL: there
 * are not so many. */
const struct question *question_at(size_t place);

const struct question *question_find(const char *key);

/* The title of the section that the question is in; that of the report's curves
 * for a copy of one (sweep_idle). */
const char *question_section(const struct question *q);

/* How many idle clients the question has on this machine: as many as the limit
 * on descriptors leaves room for. */
size_t question_idle(const struct question *q, const struct machine *m);

/* The question's label, with that number in it; and its unit, too. Each is in
 * a static buffer. */
const char *question_name(const struct question *q, const struct machine *m);
const char *question_label(const struct question *q, const struct machine *m);

#endif
