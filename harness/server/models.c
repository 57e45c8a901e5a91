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
    { "fork", "blocking", "scalable", { 0 }, NULL },
    { "thread", "blocking", "scalable", { 0 }, NULL },
    { "prefork", "blocking", "sequential", { 0 }, NULL },
    { "signal", "nonblocking", "scalable", { 0 }, NULL },
    { "edge", "epoll", "scalable", { 0 }, NULL },
    { "uring", "epoll", "scalable", { 0 }, NULL },
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

    return m && !m->parent ? &m->colour : &other;
}
