/*
 * machine_json.h: all of the machine that may matter to a figure, for a file.
 */
#ifndef MACHINE_JSON_H
#define MACHINE_JSON_H

#include <stdio.h>

struct environment;

/* Prints it as members of a JSON object: kernel, CPU, limits, sysctls, and how
 * muxlab was built. What cannot be known is left out. */
void machine_json(FILE *to, const struct environment *e);

#endif
