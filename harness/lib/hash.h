/*
 * hash.h: a short number for much data: FNV-1a of 64 bits. Equal data has equal
 * numbers, and it takes intent to find other data that has the same.
 */
#ifndef HASH_H
#define HASH_H

#include <stddef.h>
#include <stdint.h>

#define HASH_START UINT64_C(0xcbf29ce484222325)

/* Goes on from `hash`, or from HASH_START. */
uint64_t hash_bytes(uint64_t hash, const void *bytes, size_t n);
uint64_t hash_text(uint64_t hash, const char *text);    /* and its final 0 */

#endif
