/*
 * watch.h: what `watch` was asked for, and its three ways of showing it.
 */
#ifndef WATCH_H
#define WATCH_H

#include "server/server.h"
#include "watch/ledger.h"
#include "watch/script.h"

#include <stdbool.h>

enum { WATCH_TARGETS = 8 };

struct watch {
    struct exchange exchange;
    const struct script *script;        /* NULL: the ledger's exchange */
    const char *svg;                    /* NULL: no file */
    bool lines, json;
    struct target targets[WATCH_TARGETS];
    size_t n;
};

/* Plays the script with each server, and draws them, or prints lines. Both
 * return how the program ends. */
int watch_timeline(const struct watch *w);

/* Prints each call while someone else talks to the server, until it ends or we
 * are interrupted. */
int watch_lines(const struct target *t);

#endif
