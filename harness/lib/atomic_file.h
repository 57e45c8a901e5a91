/*
 * atomic_file.h: writing a file so that it is complete, or unchanged.
 */
#ifndef ATOMIC_FILE_H
#define ATOMIC_FILE_H

#include <stdio.h>

/* Can the file be written? Leaves nothing behind. Returns 0, or -1 after one
 * line. */
int atomic_file_try(const char *path);

/* Opens a file of a name of its own in the same folder, with the rights of the
 * one at `path`; or the path itself if that is a pipe or a terminal. Returns
 * NULL after one line. */
FILE *atomic_file_open(const char *path);

/* Closes the file, and puts it in the place of the one at `path` (a link's
 * target) if everything was written. Returns 0, or -1 after one line. */
int atomic_file_close(FILE *f, const char *path);

#endif
