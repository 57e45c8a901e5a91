/*
 * atomic_file.h: files that are whole, or as they were.
 */
#ifndef ATOMIC_FILE_H
#define ATOMIC_FILE_H

#include <stdio.h>

/* Could it be written? Leaves nothing behind. Returns 0, or -1 after one
 * line. */
int atomic_file_try(const char *path);

/* Opens what is to become the file: PATH.new beside it; the path itself where
 * that is a pipe or a terminal. NULL after one line. */
FILE *atomic_file_open(const char *path);

/* Closes it, and puts it in its place if all could be written. Returns 0, or -1
 * after one line. */
int atomic_file_close(FILE *f, const char *path);

#endif
