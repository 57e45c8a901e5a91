/*
 * completion.h: what the shells need to complete a command line of muxlab.
 */
#ifndef COMPLETION_H
#define COMPLETION_H

#include <stdio.h>

/* The shells by name; ends with NULL. */
const char *const *completion_shells(void);

/* Prints the script for the shell of that place. */
void completion_print(FILE *to, int shell);

#endif
