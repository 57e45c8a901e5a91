/*
 * html.c: the page: its parts in order, and what they share.
 */
#include "compare/html.h"

#include "lib/atomic_file.h"
#include "lib/svg.h"
#include "lib/text.h"
#include "lib/version.h"

#include <err.h>
#include <stdlib.h>
#include <string.h>

static const struct part {
    const char *id, *name;
    void (*put)(const struct html *h);
} parts[] = {
    { "verdict", "Verdict", html_verdict },
    { "waits", "Which clients wait", html_timeline },
    { "firsts", "First answers", html_firsts },
    { "idle", "Why epoll", html_idle },
    { "looks", "Looks", html_looks },
    { "calls", "System calls", html_calls },
    { "latency", "Latency", html_latency },
    { "heat", "Over time", html_heat },
    { "memory", "Memory", html_memory },
    { "rest", "At rest", html_rest },
    { "check", "Probes", html_check },
    { "table", "All figures", html_table },
    { "machine", "Machine", html_machine },
    { "form", "Hand in", html_form },
};

enum { PARTS = sizeof parts / sizeof *parts };

/* ---- what the parts share ------------------------------------------------ */

const struct row *html_row(const struct html *h, const char *key)
{
    for (size_t r = 0; r < h->table->n_rows; r++)
        if (strcmp(h->table->rows[r].key, key) == 0)
            return &h->table->rows[r];
    return NULL;
}

/* The nth member of the list that the object has under this name, or NULL. */
static const struct json *nth(const struct json *object, const char *name,
                              size_t n)
{
    const struct json *list = object ? json_member(object, name, JSON_LIST)
                                     : NULL;
    const struct json *j = list ? list->first : NULL;

    while (j && n-- > 0)
        j = j->next;
    return j;
}

const struct json *html_detail(const struct html *h, const char *key,
                               size_t column, size_t round, const char *name,
                               enum json_kind kind)
{
    const struct row *row = html_row(h, key);
    const struct json *cell, *detail;

    if (!row)
        return NULL;
    cell = nth(nth(h->run, "rows", (size_t)(row - h->table->rows)), "cells",
               column);
    detail = nth(cell, "details", round);
    return detail ? json_member(detail, name, kind) : NULL;
}

int html_slide(const struct html *h, const char *heading, const char *below,
               int height)
{
    fprintf(h->to, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d "
            "%d\" role=\"img\" font-size=\"%d\">\n<title>", SVG_WIDTH,
            height, SVG_FONT);
    text_xml(h->to, heading);
    fputs("</title>\n", h->to);
    int y = svg_heading(h->to, heading) + 36;
    fprintf(h->to, "<text x=\"20\" y=\"%d\">%s</text>\n", y, below);
    return y;
}

void html_name(const struct html *h, size_t column, int x, int y)
{
    fprintf(h->to, "<text class=\"name t%zu\" x=\"%d\" y=\"%d\" "
            "text-anchor=\"end\">", column, x, y);
    text_xml(h->to, h->table->columns[column]);
    fputs("</text>\n", h->to);
}

/* ---- the page ------------------------------------------------------------ */

static void put_head(const struct html *h)
{
    fputs("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
          "<meta charset=\"utf-8\"/>\n<meta name=\"viewport\" "
          "content=\"width=device-width, initial-scale=1\"/>\n"
          "<title>muxlab: ", h->to);
    for (size_t i = 0; i < h->table->n_columns; i++) {
        fputs(i ? ", " : "", h->to);
        text_xml(h->to, h->table->columns[i]);
    }
    fputs("</title>\n<style>\n", h->to);
    html_style(h);
    fputs("</style>\n</head>\n<body>\n", h->to);
}

/* What the part has to say. NULL: nothing. */
static char *part_text(struct html h, const struct part *part)
{
    char *text = NULL;
    size_t size = 0;

    h.to = open_memstream(&text, &size);
    if (!h.to)
        return NULL;
    part->put(&h);
    fclose(h.to);
    if (size > 0)
        return text;
    free(text);
    return NULL;
}

static void put_page(const struct html *h)
{
    char *texts[PARTS];

    for (size_t i = 0; i < PARTS; i++)
        texts[i] = part_text(*h, &parts[i]);
    put_head(h);
    fputs("<nav>", h->to);
    for (size_t i = 0; i < PARTS; i++)
        if (texts[i])
            fprintf(h->to, "<a href=\"#%s\">%s</a>\n", parts[i].id,
                    parts[i].name);
    fputs("</nav>\n<main>\n", h->to);
    for (size_t i = 0; i < PARTS; i++) {
        if (texts[i])
            fprintf(h->to, "<section id=\"%s\">\n%s</section>\n", parts[i].id,
                    texts[i]);
        free(texts[i]);
    }
    fprintf(h->to, "</main>\n</body>\n</html>\n");
}

int html_write(const char *path, const struct json *run,
               const struct table *table)
{
    struct html h = {
        .to = atomic_file_open(path), .run = run, .table = table
    };

    if (!h.to)
        return -1;
    put_page(&h);
    return atomic_file_close(h.to, path);
}
