/*
 * save.h: writes a comparison to a file, with all that it was made of.
 *
 * The file is JSON: "muxlab": "compare" and "schema" say what it is; then come
 * the command line, the machine, the table's words, and each row's cells: the
 * figure of every round in full, and, where latencies were counted, each
 * round's histogram, as pairs of nanoseconds (the most in that slot) and how
 * many. restore.h reads it.
 */
#ifndef SAVE_H
#define SAVE_H

enum { SAVE_SCHEMA = 2 };

struct comparison;
struct table;

/* Writes the file, whole or not at all. Returns 0, or -1 after one line. */
int save_write(struct comparison *v, const struct table *t, const char *path);

#endif
