/*
 * palette.h: one colour a model, the same in every picture.
 *
 * They are Okabe and Ito's, which people with any colour vision can tell
 * apart. https://jfly.uni-koeln.de/color/
 */
#ifndef PALETTE_H
#define PALETTE_H

struct colour {
    const char *svg;            /* "#0072B2" */
    const char *text;           /* the same for writing on white, and on */
    const char *dark_text;      /*   black: enough contrast to be read */
    int terminal;               /* of the 256 colours of terminals */
};

/* The model's; for any other server, the one that no model has. */
const struct colour *palette_of(const char *name);

#endif
