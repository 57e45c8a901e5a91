/*
 * models.h: our own servers: bin/echo-NAME beside muxlab, and how each is
 * drawn.
 */
#ifndef MODELS_H
#define MODELS_H

#include <stdbool.h>

/* The five's are Okabe and Ito's, which people with any colour vision can tell
 * apart (https://jfly.uni-koeln.de/color/); the further ones' were chosen to be
 * as far from each other and from those. */
struct colour {
    const char *svg;            /* "#0072B2" */
    const char *text;           /* the same for writing on white, and on */
    const char *dark_text;      /*   black: enough contrast to be read */
    int terminal;               /* of the 256 colours of terminals */
};

struct model {
    const char *name;
    const char *parent;         /* a further model: the one it varies; its
                                   page is PARENT/NAME.c, not NAME/server.c */
    const char *profile;        /* what it claims; see `muxlab check --help` */
    struct colour colour;
    const char *shape;          /* of its points in a chart: an SVG path */
};

enum { MODELS_MOST = 16 };

/* The five, then the further ones; ends with a row without a name. */
extern const struct model models[];

/* NULL: none has this name. */
const struct model *model_find(const char *name);

/* The names of the five, or of the further ones: "fork, thread, ...". In a
 * static buffer. */
const char *model_names(bool further);

/* A model's colour; else one that none of them has. */
const struct colour *model_colour(const char *name);

#endif
