/*
 * terminal.c: what the terminal can show, if there is one.
 */
#include "lib/terminal.h"

#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { COLUMNS = 80, COLUMNS_MOST = 1000 };

int terminal_colour = COLOUR_AUTO;

const char *const *terminal_whens(void)
{
    static const char *const whens[] = {
        [COLOUR_AUTO] = "auto", [COLOUR_ALWAYS] = "always",
        [COLOUR_NEVER] = "never", NULL
    };

    return whens;
}

bool terminal_is(FILE *f)
{
    return isatty(fileno(f)) == 1;
}

bool terminal_erases(FILE *f)
{
    const char *term = getenv("TERM");

    return terminal_is(f) && (!term || strcmp(term, "dumb") != 0);
}

bool terminal_coloured(FILE *f)
{
    const char *no = getenv("NO_COLOR");

    if (terminal_colour != COLOUR_AUTO)
        return terminal_colour == COLOUR_ALWAYS;
    return terminal_erases(f) && (!no || !*no);
}

int terminal_columns(FILE *f)
{
    const char *columns = getenv("COLUMNS");
    struct winsize window = { 0 };
    int n = columns ? atoi(columns) : 0;

    if (n <= 0 && ioctl(fileno(f), TIOCGWINSZ, &window) == 0)
        n = window.ws_col;
    return n <= 0 ? COLUMNS : n > COLUMNS_MOST ? COLUMNS_MOST : n;
}

bool terminal_utf8(void)
{
    static int known = -1;

    if (known == -1)
        known = setlocale(LC_CTYPE, "")
            && strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
    return known;
}
