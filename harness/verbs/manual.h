/*
 * manual.h: muxlab.1, the manual page.
 */
#ifndef MANUAL_H
#define MANUAL_H

#include <stdio.h>

/* Prints it as man(7) wants it, from the tables of the verbs. */
void manual_print(FILE *to);

#endif
