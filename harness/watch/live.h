/*
 * live.h: each system call of a server as it happens.
 */
#ifndef LIVE_H
#define LIVE_H

#include "server/target.h"
#include "watch/inject.h"

/* Starts the server, with these faults, says where it listens, and prints each
 * call while other programs talk to it, until it ends or we are interrupted.
 * Returns muxlab's exit status. */
int live_show(const struct target *t, const struct inject *in);

#endif
