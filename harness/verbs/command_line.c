/*
 * command_line.c: what the command lines of several verbs have in common.
 */
#include "verbs/command_line.h"

#include "verbs/verb.h"
#include "server/server.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

long option_number(const char *option, const char *text, long least,
                   long most)
{
    size_t digits = strspn(text, "0123456789");
    long number = strtol(text, NULL, 10);

    if (digits > 0 && digits < 10 && text[digits] == '\0' && number >= least
        && number <= most)
        return number;
    warnx("%s: '%s' is not a number from %ld to %ld", option, text, least,
          most);
    return -1;
}

double option_decimal(const char *option, const char *text, double most)
{
    char *end;
    double number = strtod(text, &end);

    if (end != text && !*end && number > 0 && number <= most)
        return number;
    warnx("%s: '%s' is not a number above 0, up to %.0f", option, text, most);
    return 0;
}

int option_choice(const char *option, const char *text,
                  const char *const *words)
{
    char all[200] = "";
    size_t used = 0;

    for (int i = 0; words[i]; i++) {
        if (strcmp(text, words[i]) == 0)
            return i;
        if (used < sizeof all)
            used += (size_t)snprintf(all + used, sizeof all - used, "%s%s",
                                     i ? ", " : "", words[i]);
    }
    warnx("%s: '%s' is none of %s", option, text, all);
    return -1;
}

char **option_command(int *argc, char **argv)
{
    for (int i = 1; i < *argc; i++) {
        if (strcmp(argv[i], "--") != 0)
            continue;
        *argc = i;
        return argv[i + 1] ? argv + i + 1 : NULL;
    }
    return NULL;
}

int option_target(struct target *t, const char *verb, int n, char **words,
                  char **command)
{
    int servers = n + (command != NULL);

    if (servers != 1) {
        warnx("%s: one TARGET is needed, not %d", verb, servers);
        return -1;
    }
    return command ? target_command(t, command) : target_parse(t, words[0]);
}

int option_usage(const char *verb)
{
    fprintf(stderr, "try 'muxlab %s --help'\n", verb);
    return USAGE;
}
