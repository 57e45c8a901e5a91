/*
 * errors.h: errors by their names, as in errno(3).
 */
#ifndef ERRORS_H
#define ERRORS_H

/* "EAGAIN"; NULL: it is not in the table. */
const char *error_name(int error);

/* The error of that name; 0: it is not in the table. */
int error_number(const char *name);

#endif
