/*
 * descriptors.h: the open descriptors of this process.
 */
#ifndef DESCRIPTORS_H
#define DESCRIPTORS_H

#include <stddef.h>

/* Closes all descriptors from 3 up but the n that are kept (those below 0 count
 * for none). It looks in /proc/self/fd, since to try each number takes minutes
 * where the limit is a billion. Returns 0, or -1 (errno). */
int descriptors_close_others(const int *kept, size_t n);

#endif
