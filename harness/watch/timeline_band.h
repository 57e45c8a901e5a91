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
    BAND_GAP = 10,              /* between bands */
    BAND_FONT_MOST = 28
};

struct drawing {
    FILE *to;
    int height, row, font;
    int y;                      /* the top of the next row */
};

/* Where a unit of time begins, in pixels. */
int timeline_band_x(int unit);

/* Draw in the row at s->y: a bar, in the colours of band `i`; an answer, as a
 * dot. */
void timeline_band_bar(const struct drawing *s, const struct bar *b, size_t i);
void timeline_band_answer(const struct drawing *s, const struct bar *b);

/* Draws a band and the remarks about it: beside it or, if it is alone on the
 * slide, below. s->y is then below the band. */
void timeline_band_draw(struct drawing *s, const struct band *band, size_t i,
                        bool alone);

#endif
