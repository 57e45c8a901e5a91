/*
 * json_write.c: writing JSON, with the commas, lines and indents it needs.
 */
#include "lib/json.h"

#include "lib/text.h"

#include <math.h>
#include <stdlib.h>

static void new_line(struct json_writer *w)
{
    fprintf(w->to, "\n%*s", 2 * w->depth, "");
}

/* Writes what comes before a value: a comma, then a newline or a blank, then
 * the name. The plain values of a list share a line. */
static void begin(struct json_writer *w, const char *name, bool plain)
{
    bool line = w->depth > 0 && w->depth <= w->lines && (name || !plain);

    if (w->before)
        putc(',', w->to);
    if (line)
        new_line(w);
    else if (w->before)
        putc(' ', w->to);
    w->before = line ? '\n' : ' ';
    if (name) {
        text_json(w->to, name);
        fputs(": ", w->to);
    }
}

static void begin_members(struct json_writer *w, const char *name, char open,
                          char close)
{
    begin(w, name, false);
    putc(open, w->to);
    w->close[w->depth++] = close;
    w->before = '\0';
}

void json_object(struct json_writer *w, const char *name)
{
    begin_members(w, name, '{', '}');
}

void json_list(struct json_writer *w, const char *name)
{
    begin_members(w, name, '[', ']');
}

void json_close(struct json_writer *w)
{
    bool line = w->before == '\n';

    w->depth--;
    if (line)
        new_line(w);
    putc(w->close[w->depth], w->to);
    if (w->depth == 0)
        putc('\n', w->to);
    w->before = w->depth == 0 ? '\0' : w->depth <= w->lines ? '\n' : ' ';
}

void json_text(struct json_writer *w, const char *name, const char *text)
{
    begin(w, name, true);
    if (text)
        text_json(w->to, text);
    else
        fputs("null", w->to);
}

void json_bool(struct json_writer *w, const char *name, bool value)
{
    begin(w, name, true);
    fputs(value ? "true" : "false", w->to);
}

/* A double has 15 digits for sure, and 17 tell any two apart. */
void json_number(struct json_writer *w, const char *name, double value)
{
    char digits[32];
    int precision = 15;

    begin(w, name, true);
    do
        snprintf(digits, sizeof digits, "%.*g", precision, value);
    while (strtod(digits, NULL) != value && ++precision <= 17);
    fputs(isfinite(value) ? digits : "null", w->to);
}

void json_value(struct json_writer *w, const char *name,
                const struct json *value)
{
    switch (value->kind) {
    case JSON_NULL: json_number(w, name, NAN); return;
    case JSON_FALSE: json_bool(w, name, false); return;
    case JSON_TRUE: json_bool(w, name, true); return;
    case JSON_NUMBER: json_number(w, name, value->number); return;
    case JSON_TEXT: json_text(w, name, value->text); return;
    case JSON_LIST: json_list(w, name); break;
    case JSON_OBJECT: json_object(w, name); break;
    }
    for (const struct json *m = value->first; m; m = m->next)
        json_value(w, m->name, m);
    json_close(w);
}

void json_report(struct json_writer *w, const char *verb, int schema)
{
    json_object(w, NULL);
    json_text(w, "muxlab", verb);
    json_number(w, "schema", schema);
}
