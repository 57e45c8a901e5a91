/*
 * html_timeline.c: which clients wait: the picture that watch has drawn.
 *
 * It may come from a file from a stranger. So it is put in as an
 * image, in which a browser runs no script.
 */
#include "compare/html.h"

#include <ctype.h>

/* As it may stand in an address (RFC 2397). */
static void put_encoded(FILE *to, const char *text)
{
    for (; *text; text++)
        if (isalnum((unsigned char)*text))
            putc(*text, to);
        else
            fprintf(to, "%%%02X", (unsigned char)*text);
}

void html_timeline(const struct html *h)
{
    const struct json *svg = json_member(h->run, "timeline", JSON_TEXT);

    if (!svg)
        return;
    fputs("<img alt=\"For each server: when it runs, when it is asleep, and "
          "when each of three clients waits for its answer.\" "
          "src=\"data:image/svg+xml,", h->to);
    put_encoded(h->to, svg->text);
    fputs("\"/>\n", h->to);
}
