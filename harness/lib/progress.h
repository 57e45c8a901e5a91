/*
 * progress.h: how far a long job is, in one line on stderr that the next one
 * overwrites; nothing where stderr is no terminal.
 */
#ifndef PROGRESS_H
#define PROGRESS_H

#include <stddef.h>
#include <stdint.h>

/* Set `total`, and leave the rest 0. */
struct progress {
    size_t total;               /* steps */
    size_t begun;
    int64_t started;            /* when the first one was; see deadline.h */
};

/* The next step begins, and is this (as printf):
 * "31 of 84, about 40 s left: poll, 10 active among 900 idle". */
void progress_show(struct progress *p, const char *what, ...)
    __attribute__((format(printf, 2, 3)));

/* Takes the line away. */
void progress_wipe(void);

#endif
