/*
 * help.h: what `muxlab help` prints, from the tables of the verbs.
 */
#ifndef HELP_H
#define HELP_H

#include "verbs/verb.h"

/* What a TARGET can be. */
void help_targets(FILE *to);

/* The verbs, the targets, the options of every verb. */
void help_all(FILE *to);

void help_verb(FILE *to, const struct verb *verb);

/* The verb of that name; NULL, after one line: there is none. */
const struct verb *help_find(const char *name);

#endif
