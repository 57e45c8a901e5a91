/*
 * save.h: writes a comparison to a file, with all that it was made of.
 *
 * The file is JSON: "muxlab": "compare" and "schema" say what it is; then come
 * the command line, the machine, the table's words, and each row's cells: the
 * figure of every round in full, and, where they were kept, the details of each
 * round (detail.h). A histogram is pairs of nanoseconds (the most in that slot)
 * and how many. report.h may add members. restore.h reads it.
 */
#ifndef SAVE_H
#define SAVE_H

enum {
    SAVE_SCHEMA = 2,
    SAVE_LINES = 5              /* down to a cell's members, each has a line */
};

struct comparison;
struct json_writer;
struct table;

/* Opens the object and writes all its members; more may follow. */
void save_members(struct json_writer *to, struct comparison *v,
                  const struct table *t);

/* Writes the file, whole or not at all. Returns 0, or -1 after one line. */
int save_write(struct comparison *v, const struct table *t, const char *path);

#endif
