/*
 * pattern.h: the bytes that a client sends, and what a right answer to them is.
 *
 * Bytes are never random and never constant: byte `offset` of the stream `seed`
 * is a pure function of the two, and so is the right answer to the stream. So
 * any byte can be checked wherever it comes back, whatever was lost before it,
 * with no copy of what was sent.
 */
#ifndef PATTERN_H
#define PATTERN_H

#include <stddef.h>
#include <stdint.h>

/* What a right answer is. Set once, by --reply. */
enum pattern_reply {
    REPLY_SAME,                 /* the same bytes */
    REPLY_UPPER,                /* in capitals: toupper in the C locale */
    REPLY_LINES,                /* for each line its length in bytes, without
                                   the newline: "5\n" for "hello\n" */
    REPLY_NONE,                 /* nothing */
    REPLY_HTTP                  /* pages: no stream is sent to such a server */
};

extern enum pattern_reply pattern_reply;

/* What all streams depend on besides; at most 1,000,000,000. Set once, before
 * the first byte. */
extern uint32_t pattern_seed;

/* By name; ends with NULL. */
extern const char *const pattern_replies[];

enum {
    PATTERN_LAP = 65543,        /* after so many bytes a stream repeats */
    PATTERN_RUN = 65536         /* so many lie ready, whatever the offset */
};

/* The stream's bytes from `offset` on, PATTERN_RUN of them and never fewer. All
 * streams lie in one table: stream 0 begins where the table does. */
const unsigned char *pattern_at(uint32_t seed, uint64_t offset);

/* Writes bytes offset .. offset + size - 1 of the stream into to[]. */
void pattern_fill(unsigned char *to, size_t size, uint32_t seed,
                  uint64_t offset);

/* How many bytes the right answer to the stream's first `sent` bytes has. */
uint64_t pattern_owed(uint32_t seed, uint64_t sent);

/* The same as pattern_fill, of the right answer to the stream. */
void pattern_answer(unsigned char *to, size_t size, uint32_t seed,
                    uint64_t offset);

/* Compares with the right answer from `offset` on: the index of the first wrong
 * byte, or `size` if all are right. */
size_t pattern_verify(const unsigned char *got, size_t size, uint32_t seed,
                      uint64_t offset);

/* Writes the right answer to a text that is in no stream into to[size]. */
void pattern_answer_text(char *to, size_t size, const char *text);

#endif
