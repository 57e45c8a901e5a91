/*
 * svg.c: what the pictures have in common.
 */
#include "lib/svg.h"

#include "lib/text.h"

#include <string.h>

const char svg_style[] =
    "svg{--paper:#fff;--ink:#151515;--soft:#6a6a6a;background:var(--paper);"
    "font-family:system-ui,'Segoe UI',Roboto,Helvetica,Arial,sans-serif}\n"
    ".page{fill:var(--paper)}\n"
    "text{fill:var(--ink)}\n"
    ".soft{fill:var(--soft)}\n"
    ".axis{stroke:var(--soft);stroke-width:1.5}\n"
    ".name{font-weight:700}\n"
    "@media(prefers-color-scheme:dark){svg{--paper:#121417;--ink:#f4f4f4;"
    "--soft:#a5a5a5}}\n";

int svg_heading(FILE *to, const char *text)
{
    enum { FIRST = 44, SIZE = 32, LINE = 36, COLUMNS = 60 };
    char part[4 * COLUMNS + 1];
    int y = FIRST - LINE;

    while (*text) {
        size_t n = text_line(text, COLUMNS);
        snprintf(part, sizeof part, "%.*s", (int)n, text);
        text += n + strspn(text + n, " ");
        y += LINE;
        if (!to)
            continue;
        fprintf(to, "<text x=\"20\" y=\"%d\" font-size=\"%d\" "
                "class=\"name\">", y, SIZE);
        text_xml(to, part);
        fputs("</text>\n", to);
    }
    return y;
}

int svg_width(const char *text, int size)
{
    return (int)text_width(text) * size * 56 / 100;
}
