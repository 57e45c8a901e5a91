/*
 * palette.c: one colour a model, the same in every picture.
 */
#include "lib/palette.h"

#include <string.h>

static const struct {
    const char *name;
    struct colour colour;
} palette[] = {
    { "blocking", { "#D55E00", "#B34E00", "#FF8B3D", 166 } },
    { "nonblocking", { "#E69F00", "#8F6200", "#F2B134", 214 } },
    { "select", { "#56B4E9", "#1B74A8", "#7CC8F2", 74 } },
    { "poll", { "#0072B2", "#0072B2", "#4BA3DB", 32 } },
    { "epoll", { "#009E73", "#00795A", "#2CC89C", 36 } },
};

static const struct colour other = { "#CC79A7", "#A8467C", "#E29CC2", 175 };

const struct colour *palette_of(const char *name)
{
    for (unsigned i = 0; i < sizeof palette / sizeof *palette; i++)
        if (strcmp(palette[i].name, name) == 0)
            return &palette[i].colour;
    return &other;
}
