/*
 * caption.h: what was seen in a row, in words that are made from its figures.
 */
#ifndef CAPTION_H
#define CAPTION_H

#include "compare/table.h"

struct question;

/* Writes the row's caption, and whether its figures lie apart; `base` is the
 * row it is compared with, or NULL. A caption that would carry nothing is
 * empty. */
void caption_write(struct row *row, const struct question *q,
                   const struct table *t, const struct row *base);

#endif
