/*
 * terminal.h: what the terminal can show, if there is one.
 */
#ifndef TERMINAL_H
#define TERMINAL_H

#include <stdbool.h>
#include <stdio.h>

enum terminal_colour { COLOUR_AUTO, COLOUR_ALWAYS, COLOUR_NEVER };

/* --color: the place among terminal_whens() of what was given. */
extern int terminal_colour;
const char *const *terminal_whens(void);

bool terminal_is(FILE *f);

/* Can a line there be erased, and written again? On a terminal that is not
 * dumb. */
bool terminal_erases(FILE *f);

/* May colours and bold be used? With COLOUR_AUTO on a terminal only, and not
 * where NO_COLOR is set and not empty (no-color.org) or TERM is dumb. */
bool terminal_coloured(FILE *f);

/* Its width in columns: what COLUMNS says, or its own, or 80. */
int terminal_columns(FILE *f);

/* Is text in this locale UTF-8? */
bool terminal_utf8(void);

#endif
