/*
 * caption.h: what was seen in a row, said in words that are drawn from its
 * figures.
 */
#ifndef CAPTION_H
#define CAPTION_H

#include "compare/table.h"

struct question;

/* Writes the row's sentence; `base` is the row it is compared with, NULL:
 * there is none. */
void caption_write(struct row *row, const struct question *q,
                    const struct table *t, const struct row *base);

#endif
