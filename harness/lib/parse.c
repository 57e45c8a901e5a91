/*
 * parse.c: a number, a decimal, one of a few words.
 */
#include "lib/parse.h"

#include "lib/text.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

long parse_number(const char *option, const char *text, long least,
                  long most)
{
    size_t digits = strspn(text, "0123456789");
    long number = strtol(text, NULL, 10);

    if (digits > 0 && digits < 10 && text[digits] == '\0' && number >= least
        && number <= most)
        return number;
    warnx("%s '%s': must be a whole number from %ld to %ld", option,
          text_word(text), least, most);
    return -1;
}

double parse_decimal(const char *option, const char *text, double most)
{
    char *end;
    double number = strtod(text, &end);

    if (end != text && !*end && number > 0 && number <= most)
        return number;
    warnx("%s '%s': must be a number above 0, at most %.0f", option,
          text_word(text), most);
    return 0;
}

int parse_choice(const char *option, const char *text,
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
    const char *meant = text_meant(text, words);

    warnx(*meant ? "%s '%s': no such value%s" : "%s '%s': must be one of %s",
          option, text_word(text), *meant ? meant : all);
    return -1;
}
