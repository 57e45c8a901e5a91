/*
 * caller.h: observes a program that calls a server: the other half of the
 * conversation.
 */
#ifndef CALLER_H
#define CALLER_H

#include "server/target.h"
#include "watch/inject.h"

#include <stdbool.h>

struct caller {
    char **command;             /* the program, searched for in PATH */
    const struct target *server;        /* that it is to call */
    const struct inject *inject;
    bool lines, json;           /* each call as it happens; else a ledger */
};

/* Starts the server, and runs the program with PORT and HOST in its environment
 * and with our standard streams (json: it writes to stderr). Shows its calls
 * from the first connect to that server on. Returns muxlab's exit status. */
int caller_show(const struct caller *c);

#endif
