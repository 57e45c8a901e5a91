/*
 * restore.h: reads back what save.h wrote.
 */
#ifndef RESTORE_H
#define RESTORE_H

struct table;

/* The table as it was when it was saved. NULL, after one line: the file cannot
 * be read, or save_write did not write it. */
struct table *restore_table(const char *path);

#endif
