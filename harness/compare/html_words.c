/*
 * html_words.c: what was seen, in words; and what it was measured on.
 */
#include "compare/html.h"

#include "compare/chart.h"
#include "compare/sweep.h"
#include "lib/text.h"

#include <string.h>

static void put_item(const struct html *h, const char *text)
{
    if (!*text)
        return;
    fputs("<li>", h->to);
    text_xml(h->to, text);
    fputs("</li>\n", h->to);
}

/* "mine fails 3 of 38 probes." */
static void put_scores(const struct html *h)
{
    const struct json *check = json_member(h->run, "check", JSON_LIST);
    char line[120];
    bool all = check && check->first;

    for (const struct json *j = check ? check->first : NULL; j; j = j->next) {
        const struct json *name = json_member(j, "server", JSON_TEXT);
        const struct json *held = json_member(j, "held", JSON_NUMBER);
        const struct json *of = json_member(j, "of", JSON_NUMBER);
        if (!name || !held || !of || held->number >= of->number)
            continue;
        snprintf(line, sizeof line, "%.40s fails %.0f of %.0f probes.",
                 name->text, of->number - held->number, of->number);
        put_item(h, line);
        all = false;
    }
    put_item(h, all ? "No server fails a probe that it was asked." : "");
}

void html_verdict(const struct html *h)
{
    static const char *const keys[] = {
        "second", "active-9000", "looks", "calls", "rest"
    };

    fprintf(h->to, "<h1>%zu server%s, the same questions</h1>\n<ul>\n",
            h->table->n_columns, h->table->n_columns == 1 ? "" : "s");
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const struct row *row = html_row(h, keys[i]);
        if (row)
            put_item(h, row->caption);
    }
    put_scores(h);
    fputs("</ul>\n<p class=\"note\">", h->to);
    text_xml(h->to, h->table->head);
    fputs("</p>\n", h->to);
}

static void put_pair(const struct html *h, const char *name, const char *text)
{
    fputs("<dt>", h->to);
    text_xml(h->to, name);
    fputs("</dt><dd><code>", h->to);
    text_xml(h->to, text);
    fputs("</code></dd>\n", h->to);
}

static void put_command(const struct html *h)
{
    const struct json *words = json_member(h->run, "command", JSON_LIST);

    fputs("<dt>command</dt><dd><code>muxlab", h->to);
    for (const struct json *j = words ? words->first : NULL; j; j = j->next)
        if (j->kind == JSON_TEXT) {
            fputc(' ', h->to);
            text_xml(h->to, j->text);
        }
    fputs("</code></dd>\n", h->to);
}

void html_machine(const struct html *h)
{
    const struct json *all = json_member(h->run, "environment", JSON_OBJECT);
    char number[40];

    fputs("<h2>What it was measured on</h2>\n<p>", h->to);
    text_xml(h->to, h->table->head);
    fputs("</p>\n<dl>\n", h->to);
    put_command(h);
    for (const struct json *j = all ? all->first : NULL; j; j = j->next) {
        if (j->kind == JSON_NUMBER) {
            snprintf(number, sizeof number, "%.6g", j->number);
            put_pair(h, j->name, number);
        } else if (j->kind == JSON_TEXT) {
            put_pair(h, j->name, j->text);
        }
    }
    fputs("</dl>\n", h->to);
}
