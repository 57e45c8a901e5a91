/*
 * expectation.h: the answer that a client expects, compared as it comes.
 */
#ifndef EXPECTATION_H
#define EXPECTATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* All zeros expects nothing in particular. */
struct expectation {
    bool same, upper;           /* what was sent; its letters a-z as A-Z */
    bool wrong;                 /* the answer is another */
    char *bytes;                /* those still expected: from `begin` */
    size_t begin, end;
    uint64_t received;
};

/* Expects "same", "upper", or that text and a newline. Returns 0 or -1: no
 * memory. */
int expectation_open(struct expectation *e, const char *word);

/* The client sends, or has received, these bytes. -1: no memory. */
int expectation_sent(struct expectation *e, const char *bytes, size_t n);
void expectation_received(struct expectation *e, const char *bytes, size_t n);

/* At the end: is the answer the expected one? If not, one line on stderr. */
bool expectation_met(const struct expectation *e);

void expectation_close(struct expectation *e);

#endif
