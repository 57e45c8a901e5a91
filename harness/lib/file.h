/*
 * file.h: reading a whole file.
 */
#ifndef FILE_H
#define FILE_H

/* All that is in the file, ended by a 0; the caller frees it. NULL after one
 * line on stderr. A file of more than a GiB is cut off there. */
char *file_read(const char *path);

#endif
