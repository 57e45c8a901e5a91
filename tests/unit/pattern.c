/*
 * pattern.c: does what the clients send betray every mistake of a server?
 */
#include "unit.h"

#include "client/pattern.h"

#include <stdio.h>
#include <string.h>

enum { MANY = 140000, RUN = 8 };

static unsigned char stream[2 * MANY], other[2 * MANY];

static void pattern_has_every_value(void)
{
    bool seen[256] = { false };
    int values = 0;

    pattern_fill(stream, MANY, 1, 0);
    for (size_t i = 0; i < 65536; i++) {
        values += !seen[stream[i]];
        seen[stream[i]] = true;
    }
    are_equal(values, 256, "values that occur in 64 KiB");
}

static void pattern_is_the_same_in_pieces(void)
{
    size_t piece = 1;

    pattern_fill(stream, MANY, 7, 5000000000);
    for (size_t at = 0; at + piece < MANY; at += piece, piece = piece * 2 + 1)
        pattern_fill(other + at, piece, 7, 5000000000 + at);
    is(memcmp(stream, other, MANY / 2) == 0, "pieces make the same stream");
}

/* The longest run of equal bytes that stand beside each other. */
static size_t longest(const unsigned char *a, const unsigned char *b, size_t n)
{
    size_t run = 0, most = 0;

    for (size_t i = 0; i < n; i++) {
        run = a[i] == b[i] ? run + 1 : 0;
        most = run > most ? run : most;
    }
    return most;
}

static void pattern_betrays_a_shift(void)
{
    static const size_t large[] = { 1000, 1024, 1460, 2048, 4095, 4096, 8192,
        10000, 16384, 32768, 65483, 65495, 65535, 65536, 65537, 131072 };

    pattern_fill(stream, 2 * MANY, 3, 0);
    for (size_t shift = 1; shift < 300; shift++)
        is(longest(stream, stream + shift, 65536) < RUN, "small shifts show");
    for (size_t i = 0; i < sizeof large / sizeof large[0]; i++)
        is(longest(stream, stream + large[i], 65536) < RUN,
           "large shifts show");
}

static void pattern_betrays_another_client(void)
{
    pattern_fill(stream, 65536, 1, 0);
    for (uint32_t seed = 2; seed < 1200; seed += 1 + seed / 40) {
        pattern_fill(other, 65536, seed, 0);
        is(longest(stream, other, 65536) < RUN, "another's stream shows");
    }
}

static void pattern_finds_the_wrong_byte(void)
{
    pattern_fill(stream, MANY, 9, 1000);
    is(pattern_verify(stream, MANY, 9, 1000) == MANY, "what was sent is right");
    for (size_t at = 0; at < MANY; at += 4999) {
        stream[at] ^= 1;
        is(pattern_verify(stream, MANY, 9, 1000) == at, "one bit, anywhere");
        stream[at] ^= 1;
    }
}

static void pattern_knows_upper_case(void)
{
    pattern_fill(stream, MANY, 2, 0);
    pattern_reply = REPLY_UPPER;
    is(pattern_verify(stream, MANY, 2, 0) < 100, "an echo is not upper case");
    for (size_t i = 0; i < MANY; i++)
        if (stream[i] >= 'a' && stream[i] <= 'z')
            stream[i] = (unsigned char)(stream[i] - 'a' + 'A');
    is(pattern_verify(stream, MANY, 2, 0) == MANY, "upper case is right");
    pattern_reply = REPLY_SAME;
}

/* What a server would answer that counts as it reads. */
static size_t count_lines(unsigned char *to, size_t sent)
{
    size_t n = 0, length = 0;

    for (size_t i = 0; i < sent; i++, length++)
        if (stream[i] == '\n') {
            n += (size_t)sprintf((char *)to + n, "%zu\n", length);
            length = (size_t)-1;
        }
    return n;
}

static void pattern_knows_the_lengths_of_lines(void)
{
    pattern_reply = REPLY_LINES;
    for (uint32_t seed = 0; seed < 50; seed++) {
        size_t n;

        pattern_fill(stream, 2 * MANY, seed, 0);
        n = count_lines(other, 2 * MANY);
        is(pattern_verify(other, n, seed, 0) == n, "each line, in four laps");
        is(pattern_verify(other + 9, n - 9, seed, 9) == n - 9, "from the 9th");
        other[n / 2]++;
        is(pattern_verify(other, n, seed, 0) == n / 2, "one wrong digit");
        for (size_t sent = 0; sent < 2 * MANY; sent += 7919)
            is(pattern_owed(seed, sent) == count_lines(other, sent),
               "what is owed at any moment");
    }
    pattern_reply = REPLY_SAME;
}

void test_pattern(void)
{
    pattern_has_every_value();
    pattern_is_the_same_in_pieces();
    pattern_betrays_a_shift();
    pattern_betrays_another_client();
    pattern_finds_the_wrong_byte();
    pattern_knows_upper_case();
    pattern_knows_the_lengths_of_lines();
}
