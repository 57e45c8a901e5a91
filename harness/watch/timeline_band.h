/*
 * timeline_band.h: one server and its clients, as a part of the slide that
 * timeline_svg.c puts together.
 */
#ifndef TIMELINE_BAND_H
#define TIMELINE_BAND_H

#include "watch/timeline.h"

#include <stdbool.h>
#include <stdio.h>

enum {
    BAND_LEFT = 190,            /* where time begins */
    BAND_UNIT = 3,              /* pixels */
    BAND_GAP = 14,              /* between bands */
    BAND_FONT = 24
};

/* How much room a band gets. */
enum band_size {
    BAND_ALONE,                 /* the slide; remarks are below it */
    BAND_TALL,                  /* among others; every lane has its label */
    BAND_LOW                    /* no client waits; its name is enough */
};

struct drawing {
    FILE *to;
    int height;
    int y;                      /* the top of the next row */
    int row, font;              /* the row's height, and its text's */
    int tall;                   /* the height of a row in a tall band */
};

/* How high a band becomes. */
int timeline_band_height(const struct band *band, enum band_size size,
                         int tall);

/* Where a unit of time begins, in pixels. */
int timeline_band_x(int unit);

/* Draw in the row at s->y: a bar, in the colours of band `i`; an answer, as a
 * dot. */
void timeline_band_bar(const struct drawing *s, const struct bar *b, size_t i);
void timeline_band_answer(const struct drawing *s, const struct bar *b);

/* Draws a band at s->y, which is then below it. */
void timeline_band_draw(struct drawing *s, const struct band *band, size_t i,
                        enum band_size size);

/* Before that: what there is to say about the band. */
void timeline_band_remark(const struct drawing *s, const struct band *band,
                          size_t i, enum band_size size);

/* The same for bands from i up to and not with `end`, which are alike and low:
 * once for all of them, beside a brace. */
void timeline_band_brace(const struct drawing *s, const struct band *bands,
                         size_t i, size_t end);

#endif
