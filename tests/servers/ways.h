/*
 * ways.h: how a server is told in which of its ways to be wrong.
 */
#ifndef WAYS_H
#define WAYS_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct way {
    const char *name;
    const char *what;
};

/* Which of the ways argv[1] names; the list ends with a row of zeros. Where it
 * names none, prints them all, and ends the program. */
static inline int find_way(const struct way *ways, int argc, char **argv)
{
    for (int i = 0; argc > 1 && ways[i].name; i++)
        if (strcmp(ways[i].name, argv[1]) == 0)
            return i;
    for (; ways->name; ways++)
        printf("%-14s%s\n", ways->name, ways->what);
    exit(2);
}

#endif
