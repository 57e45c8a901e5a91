/*
 * sweep.h: one question over a range: how many messages a second the clients
 * that talk have answered, while one thing about the clients grows.
 */
#ifndef SWEEP_H
#define SWEEP_H

#include <stddef.h>

struct comparison;
struct question;

/* What grows. */
struct axis {
    const char *name;           /* as in --sweep idle=0,10 */
    size_t field;               /* of struct question: its offset */
    size_t least, most;
    const char *label;          /* of a row; %s: the number */
    const char *claim;          /* how the chart's title begins; %s: number;
                                   NULL: it is the last row's caption */
    const char *up, *below;     /* what the chart's axes count */
};

/* NULL: there is none of that name. */
const struct axis *sweep_axis(const char *name);

/* Reads "idle=0,10,100" and makes a question of each number. Returns 0, or -1
 * after one line on stderr. Once a run. */
int sweep_read(struct comparison *v, const char *text);

/* A question like the one with this key, with so many idle clients and a life
 * of its own: a point of a curve in the report. */
const struct question *sweep_idle(const char *key, size_t idle, int life);

/* Where on the axis the question stands: with fewer idle clients than asked
 * for, where the limits leave room for no more; a question that is in no sweep,
 * by its idle clients. */
double sweep_place(const struct comparison *v, const struct question *q);

#endif
