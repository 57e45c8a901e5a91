/*
 * models.c: the table of our own servers.
 *
 * It is the only list of them: the Makefile and the tests read the first line
 * of each row, too.
 */
#include "server/models.h"

#include <stdio.h>
#include <string.h>

const struct model models[MODELS_MOST] = {
    { "blocking", NULL, "sequential",
      { "#D55E00", "#B34E00", "#FF8B3D", 166 },
      "M-4 0L-11-7-7-11 0-4 7-11 11-7 4 0 11 7 7 11 0 4-7 11-11 7z" },
    { "nonblocking", NULL, "concurrent",
      { "#E69F00", "#8F6200", "#F2B134", 214 }, "M0-13L12 9H-12z" },
    { "select", NULL, "concurrent",
      { "#56B4E9", "#1B74A8", "#7CC8F2", 74 }, "M-10-10H10V10H-10z" },
    { "poll", NULL, "scalable",
      { "#0072B2", "#0072B2", "#4BA3DB", 32 }, "M0-14L13 0 0 14-13 0z" },
    { "epoll", NULL, "scalable",
      { "#009E73", "#00795A", "#2CC89C", 36 },
      "M-11 0a11 11 0 1 0 22 0a11 11 0 1 0-22 0" },
    { "fork", "blocking", "scalable",
      { "#854A1C", "#6E3A10", "#C98A5A", 94 },
      "M-13-11h9L0-1 4-11h9L4 12h-8z" },
    { "thread", "blocking", "scalable",
      { "#CB109F", "#A50D82", "#F06AD0", 163 }, "M-5-14H5V14H-5z" },
    { "prefork", "blocking", "sequential",
      { "#96AF80", "#56703C", "#B9E0A0", 108 }, "M-14-5H14V5H-14z" },
    { "signal", "nonblocking", "scalable",
      { "#9E2B61", "#8A1F52", "#F0507F", 125 },
      "M0-16L5-5 16 0 5 5 0 16-5 5-16 0-5-5z" },
    { "edge", "epoll", "scalable",
      { "#847DF8", "#5348D6", "#A9ABFF", 105 }, "M-9-13L13 0-9 13z" },
    { "uring", "epoll", "scalable",
      { "#6C32E1", "#5B22CF", "#8B74FF", 57 },
      "M-13 0a13 13 0 1 0 26 0a13 13 0 1 0-26 0"
      "M-6 0a6 6 0 1 1 12 0a6 6 0 1 1-12 0" },
    { .name = NULL },
};

static const struct colour other = { "#CC79A7", "#A8467C", "#E29CC2", 175 };

const struct model *model_find(const char *name)
{
    for (const struct model *m = models; m->name; m++)
        if (strcmp(m->name, name) == 0)
            return m;
    return NULL;
}

const char *model_names(bool further)
{
    static char names[200];
    size_t used = 0;

    for (const struct model *m = models; m->name; m++)
        if (further == !!m->parent)
            used += (size_t)snprintf(names + used, sizeof names - used, "%s%s",
                                     used ? ", " : "", m->name);
    return names;
}

const struct colour *model_colour(const char *name)
{
    const struct model *m = model_find(name);

    return m ? &m->colour : &other;
}
