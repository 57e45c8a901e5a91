/*
 * pattern.c: what is sent.
 *
 * One table of pseudo-random bytes is made once. Every stream goes round it
 * again and again, each from a start of its own:
 *     byte(seed, offset) = table[(offset + seed * STRIDE) mod LAP]
 * So verifying is a memcmp, without arithmetic. LAP is a prime a little above
 * 64 Ki, so no block of a usual size is a multiple of it: bytes that are lost,
 * sent twice or taken from another client show within a few bytes. A loss of
 * exactly LAP bytes does not show here, but in the total.
 */
#include "client/pattern.h"

#include <stdbool.h>
#include <string.h>

enum {
    LAP = PATTERN_LAP,
    STRIDE = 24571              /* how far apart two neighbouring seeds are */
};

uint32_t pattern_seed;

static unsigned char table[LAP + PATTERN_RUN];

/* The top byte of Marsaglia's xorshift. */
static void make_table(void)
{
    uint32_t x = 2463534242 + pattern_seed;

    for (size_t i = 0; i < sizeof table; i++) {
        x ^= x << 13;
        x ^= x >> 17;
        x ^= x << 5;
        table[i] = i < LAP ? (unsigned char)(x >> 24) : table[i - LAP];
    }
}

const unsigned char *pattern_at(uint32_t seed, uint64_t offset)
{
    static bool made;

    if (!made)
        make_table();
    made = true;
    return table + (offset % LAP + (uint64_t)seed * STRIDE) % LAP;
}

void pattern_fill(unsigned char *to, size_t size, uint32_t seed,
                  uint64_t offset)
{
    for (size_t done = 0; done < size; done += PATTERN_RUN) {
        size_t run = size - done < PATTERN_RUN ? size - done : PATTERN_RUN;

        memcpy(to + done, pattern_at(seed, offset + done), run);
    }
}
