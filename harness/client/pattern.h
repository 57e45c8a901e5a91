/*
 * pattern.h: the bytes that a client sends, and what a right answer to them is.
 *
 * Byte `offset` of the stream `seed` is a pure function of the two. So any byte
 * can be verified where it comes back, whatever was lost before it, without a
 * copy of what was sent.
 */
#ifndef PATTERN_H
#define PATTERN_H

#include <stddef.h>
#include <stdint.h>

/* A right answer is the same bytes, or their upper case (toupper in the C
 * locale). Set once, by --reply. */
enum pattern_reply { REPLY_SAME, REPLY_UPPER };
extern enum pattern_reply pattern_reply;

/* How many bytes can be had in one piece, at any offset. */
enum { PATTERN_RUN = 65536 };

/* The stream's bytes from `offset` on, always PATTERN_RUN of them: as they are
 * sent (REPLY_SAME), or as an answer in upper case (REPLY_UPPER). */
const unsigned char *pattern_at(uint32_t seed, uint64_t offset,
                                enum pattern_reply as);

/* Writes bytes offset .. offset + size - 1 of the stream into to[]. */
void pattern_fill(unsigned char *to, size_t size, uint32_t seed,
                  uint64_t offset);

/* Compares with the right answer to those bytes: the index of the first wrong
 * one, or `size` if all are right. */
size_t pattern_verify(const unsigned char *got, size_t size, uint32_t seed,
                      uint64_t offset);

/* The right answer to a byte that is in no stream. */
unsigned char pattern_answer(unsigned char byte);

#endif
