/*
 * pattern.c: what is sent, and what a right answer to it is.
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
    LAP = 65543,
    STRIDE = 24571              /* how far apart two neighbouring seeds are */
};

enum pattern_reply pattern_reply = REPLY_SAME;

static unsigned char table[2][LAP + PATTERN_RUN];

/* toupper(3) would ask the locale. */
static unsigned char upper(unsigned char c)
{
    return c >= 'a' && c <= 'z' ? (unsigned char)(c - 'a' + 'A') : c;
}

unsigned char pattern_answer(unsigned char byte)
{
    return pattern_reply == REPLY_UPPER ? upper(byte) : byte;
}

/* The top byte of Marsaglia's xorshift. */
static void make_table(void)
{
    uint32_t x = 2463534242;

    for (size_t i = 0; i < sizeof table[0]; i++) {
        x ^= x << 13;
        x ^= x >> 17;
        x ^= x << 5;
        table[REPLY_SAME][i] = i < LAP ? (unsigned char)(x >> 24)
                                       : table[REPLY_SAME][i - LAP];
        table[REPLY_UPPER][i] = upper(table[REPLY_SAME][i]);
    }
}

const unsigned char *pattern_at(uint32_t seed, uint64_t offset,
                                enum pattern_reply as)
{
    static bool made;

    if (!made)
        make_table();
    made = true;
    return table[as] + (offset % LAP + (uint64_t)seed * STRIDE) % LAP;
}

void pattern_fill(unsigned char *to, size_t size, uint32_t seed,
                  uint64_t offset)
{
    for (size_t done = 0; done < size; done += PATTERN_RUN) {
        size_t run = size - done < PATTERN_RUN ? size - done : PATTERN_RUN;

        memcpy(to + done, pattern_at(seed, offset + done, REPLY_SAME), run);
    }
}

static size_t first_difference(const unsigned char *a, const unsigned char *b,
                               size_t size)
{
    size_t i = 0;

    if (memcmp(a, b, size) == 0)
        return size;
    while (a[i] == b[i])
        i++;
    return i;
}

size_t pattern_verify(const unsigned char *got, size_t size, uint32_t seed,
                      uint64_t offset)
{
    for (size_t done = 0; done < size; done += PATTERN_RUN) {
        size_t run = size - done < PATTERN_RUN ? size - done : PATTERN_RUN;
        const unsigned char *right = pattern_at(seed, offset + done,
                                                pattern_reply);
        size_t same = first_difference(got + done, right, run);

        if (same != run)
            return done + same;
    }
    return size;
}
