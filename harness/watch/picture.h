/*
 * picture.h: plays a script with servers under observation, and shows what
 * they did: as a picture, or call by call.
 */
#ifndef PICTURE_H
#define PICTURE_H

#include "server/target.h"
#include "watch/inject.h"
#include "watch/script.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct picture {
    const struct script *script;
    const struct inject *inject;        /* faults; NULL: none */
    const char *svg;            /* the file to draw to; or, where it is open, */
    FILE *to;                   /*   this one; both NULL: the terminal */
    bool lines, json;           /* instead: each call */
};

/* With n targets, one after the other, all drawn to one scale. Returns
 * muxlab's exit status. */
int picture_show(const struct picture *p, const struct target *targets,
                 size_t n);

#endif
