/*
 * command_line.c: what the command lines of several verbs have in common.
 */
#include "verbs/command_line.h"

#include "lib/exit_status.h"
#include "server/server.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char **command_line_command(int *argc, char **argv)
{
    for (int i = 1; i < *argc; i++) {
        if (strcmp(argv[i], "--") != 0)
            continue;
        *argc = i;
        return argv[i + 1] ? argv + i + 1 : NULL;
    }
    return NULL;
}

int command_line_target(struct target *t, const char *verb, int n,
                        char **words, char **command)
{
    int servers = n + !!command;

    if (servers != 1) {
        warnx("%s: one TARGET is needed, not %d", verb, servers);
        return -1;
    }
    return command ? target_command(t, command) : target_parse(t, words[0]);
}

int command_line_usage(const char *verb)
{
    fprintf(stderr, "try 'muxlab %s --help'\n", verb);
    return USAGE;
}
