/*
 * main.c: the common client: one program, a verb for each thing a class does.
 */
#include "muxlab.h"

#include "deadline.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct verb {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *what;
} verbs[] = {
    { NULL, NULL, NULL },
};

int main(int argc, char **argv)
{
    for (const struct verb *v = verbs; v->name; v++)
        if (argc > 1 && strcmp(argv[1], v->name) == 0)
            return v->run(argc - 1, argv + 1);
    warnx("try 'muxlab --help'");
    return USAGE;
}
