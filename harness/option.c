/*
 * option.c: what the command lines of several verbs have in common.
 */
#include "option.h"

#include "muxlab.h"

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

int option_usage(const char *verb)
{
    fprintf(stderr, "try 'muxlab %s --help'\n", verb);
    return USAGE;
}
