/*
 * questions.h: what `compare` asks, a row each.
 *
 * A question is put to a running server (run.h). Questions of the same
 * `life` share one server process, in the order of their idle clients, so that
 * the idle army is built but once.
 */
#ifndef QUESTIONS_H
#define QUESTIONS_H

#include <stdbool.h>
#include <stddef.h>

struct answer;
struct machine;
struct run;

/* A sentence is drawn from the row's figures. {most} and {least} are the names
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
    void (*ask)(struct run *r, struct answer *a);
    const char *apart;          /* when the figures differ */
    const char *alike;          /* when they do not, beyond their spread */
    const char *without;        /* added when some have a word */
    double margin;              /* how many times as much is a difference;
                                   0: 1.1 */
    const char *base, *trend;
};

extern const struct question questions[];
extern const size_t n_questions;

#endif
