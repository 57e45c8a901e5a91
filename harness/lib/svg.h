/*
 * svg.h: what the pictures have in common: readable from the back of a room,
 * in light and in dark, with no script and no font of their own.
 */
#ifndef SVG_H
#define SVG_H

#include <stdio.h>

enum { SVG_WIDTH = 1280, SVG_HEIGHT = 720, SVG_FONT = 22 };

/* The rules of a picture's <style> for paper and ink: classes page, soft, axis
 * and name. */
extern const char svg_style[];

/* Prints the heading of a picture, on two lines if it is long. Returns where
 * its last line stands. to NULL: does only that. */
int svg_heading(FILE *to, const char *text);

/* About how wide the text is, in a font of this size. */
int svg_width(const char *text, int size);

#endif
