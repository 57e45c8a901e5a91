/*
 * pattern.h: the bytes of every stream, ready made.
 */
#ifndef PATTERN_H
#define PATTERN_H

#include "client/wire.h"

/* How many bytes lie ready in one run, whatever the offset. */
enum { PATTERN_RUN = 65536 };

/* The stream's bytes from `offset` on, PATTERN_RUN of them and never fewer:
 * as they are sent (REPLY_SAME), or as an answer in upper case. */
const unsigned char *pattern_at(uint32_t seed, uint64_t offset,
                                enum wire_reply as);

#endif
