/*
 * number.c: numbers for people.
 */
#include "lib/number.h"

#include <inttypes.h>
#include <stdio.h>

const char *number_grouped(uint64_t n, char to[NUMBER_SIZE])
{
    char digits[NUMBER_SIZE];
    int size = snprintf(digits, sizeof digits, "%" PRIu64, n);
    int at = 0;

    for (int i = 0; i < size; i++) {
        if (i > 0 && (size - i) % 3 == 0)
            to[at++] = ',';
        to[at++] = digits[i];
    }
    to[at] = '\0';
    return to;
}

int number_ms(int64_t ns)
{
    return (int)((ns + 500000) / 1000000);
}
