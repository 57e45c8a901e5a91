/*
 * pattern.h: the bytes that a client sends, and what a right answer to them is.
 *
 * Bytes are never random and never constant: byte `offset` of the stream `seed`
 * is a pure function of the two. So any byte can be checked wherever it comes
 * back, whatever was lost before it, with no copy of what was sent.
 */
#ifndef PATTERN_H
#define PATTERN_H

#include <stddef.h>
#include <stdint.h>

/* What a right answer is: the same bytes, or their upper case (toupper in the
 * C locale). Set once, by --reply. */
enum pattern_reply { REPLY_SAME, REPLY_UPPER };
extern enum pattern_reply pattern_reply;

/* How many bytes lie ready in one run, whatever the offset. */
enum { PATTERN_RUN = 65536 };

/* The stream's bytes from `offset` on, PATTERN_RUN of them and never fewer:
 * as they are sent (REPLY_SAME), or as an answer in upper case. */
const unsigned char *pattern_at(uint32_t seed, uint64_t offset,
                                enum pattern_reply as);

/* Writes bytes offset .. offset + size - 1 of the stream into to[]. */
void pattern_fill(unsigned char *to, size_t size, uint32_t seed,
                  uint64_t offset);

/* Compares with the right answer to those bytes: the index of the first wrong
 * one, or `size` if all are right. */
size_t pattern_verify(const unsigned char *got, size_t size, uint32_t seed,
                      uint64_t offset);

#endif
