/*
 * restore.h: reads back what save.h wrote.
 */
#ifndef RESTORE_H
#define RESTORE_H

struct json;
struct table;

/* What is in the file. NULL, after one line: it cannot be read, or save.h did
 * not write it. json_free frees it. */
struct json *restore_read(const char *path);

/* The table as it was when it was saved in this file. NULL, after one line:
 * something does not fit. */
struct table *restore_table(const char *path, const struct json *tree);

#endif
