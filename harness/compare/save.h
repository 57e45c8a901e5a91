/*
 * save.h: a table with all that it was made of, in a file; and back again.
 *
 * The file is JSON: "muxlab": "compare" and "schema" say what it is; then come
 * the command line, the machine, the table's words, and each row's cells: the
 * figure of every round in full, and, where latencies were counted, each
 * round's histogram, as pairs of nanoseconds (the most in that slot) and how
 * many.
 */
#ifndef SAVE_H
#define SAVE_H

#include "compare/output.h"

enum { SAVE_SCHEMA = 1 };

struct comparison;

/* Writes the file v->save, whole or not at all. Returns 0, or -1 after one
 * line. */
int save_write(struct comparison *v, const struct table *t);

/* Reads such a file and publishes its table, as on the day it was saved.
 * Returns how the program ends: with NOT_HELD if it is no such file, CANNOT if
 * it cannot be read at all. */
int restore_publish(const char *path, const struct output *o);

#endif
