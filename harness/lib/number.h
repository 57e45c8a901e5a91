/*
 * number.h: numbers for people.
 */
#ifndef NUMBER_H
#define NUMBER_H

#include <stdint.h>

enum { NUMBER_SIZE = 32 };

/* 1234567 as "1,234,567". Returns `to`. */
const char *number_grouped(uint64_t n, char to[NUMBER_SIZE]);

/* Nanoseconds as the nearest whole number of milliseconds. */
int number_ms(int64_t ns);

#endif
