/*
 * html_check.c: the probes of check, by servers; and what failed, step by step.
 */
#include "compare/html.h"

#include "lib/text.h"

#include <string.h>

static const char *text_of(const struct json *object, const char *name)
{
    const struct json *j = object ? json_member(object, name, JSON_TEXT)
                                  : NULL;

    return j ? j->text : "";
}

static const struct json *probes_of(const struct json *server)
{
    const struct json *list = json_member(server, "probes", JSON_LIST);

    return list ? list->first : NULL;
}

/* What came of the probe of this name. */
static const struct json *find(const struct json *server, const char *probe)
{
    const struct json *j = probes_of(server);

    while (j && strcmp(text_of(j, "name"), probe) != 0)
        j = j->next;
    return j;
}

/* A verdict as a sign, with the sentence behind it. */
static void put_cell(const struct html *h, const struct json *trial)
{
    static const struct {
        const char *verdict, *class, *sign;
    } signs[] = {
        { "held", "held", "✓" }, { "FAILED", "failed", "✗" },
        { "skipped", "over", "–" }, { "not run", "over", "·" },
    };
    const char *verdict = text_of(trial, "verdict");
    size_t i = 0;

    while (i < 3 && strcasecmp(verdict, signs[i].verdict) != 0)
        i++;
    fprintf(h->to, "<td class=\"%s\" title=\"", signs[i].class);
    text_xml(h->to, text_of(trial, "sentence"));
    fprintf(h->to, "\">%s</td>", signs[i].sign);
}

static void put_rows(const struct html *h, const struct json *servers)
{
    const char *rung = "";

    for (const struct json *p = probes_of(servers->first); p; p = p->next) {
        if (strcmp(text_of(p, "rung"), rung) != 0) {
            rung = text_of(p, "rung");
            fprintf(h->to, "<tr class=\"part\"><th colspan=\"%zu\">",
                    json_count(servers) + 1);
            text_xml(h->to, rung);
            fputs("</th></tr>\n", h->to);
        }
        fputs("<tr><td>", h->to);
        text_xml(h->to, text_of(p, "name"));
        fputs("</td>", h->to);
        for (const struct json *s = servers->first; s; s = s->next)
            put_cell(h, find(s, text_of(p, "name")));
        fputs("</tr>\n", h->to);
    }
}

static void put_scores(const struct html *h, const struct json *servers)
{
    fputs("<tr class=\"part\"><th>score</th>", h->to);
    for (const struct json *s = servers->first; s; s = s->next) {
        const struct json *held = json_member(s, "held", JSON_NUMBER);
        const struct json *of = json_member(s, "of", JSON_NUMBER);
        fprintf(h->to, "<th>%.0f/%.0f</th>", held ? held->number : 0,
                of ? of->number : 0);
    }
    fputs("</tr>\n", h->to);
}

static void put_said(const struct html *h, const char *what, const char *text)
{
    if (!*text)
        return;
    fprintf(h->to, "<p>%s", what);
    text_xml(h->to, text);
    fputs("</p>\n", h->to);
}

/* One probe that failed: what was done, what should have come, what came. */
static void put_failure(const struct html *h, const char *server,
                        const struct json *trial)
{
    const struct json *steps = json_member(trial, "steps", JSON_LIST);

    fputs("<details open=\"open\"><summary>", h->to);
    text_xml(h->to, server);
    fputs(": ", h->to);
    text_xml(h->to, text_of(trial, "name"));
    fputs("</summary>\n<ol>\n", h->to);
    for (const struct json *j = steps ? steps->first : NULL; j; j = j->next)
        if (j->kind == JSON_TEXT) {
            fputs("<li>", h->to);
            text_xml(h->to, j->text);
            fputs("</li>\n", h->to);
        }
    fputs("<li>this failed</li></ol>\n", h->to);
    put_said(h, "Expected: ", text_of(trial, "expected"));
    put_said(h, "Came: ", text_of(trial, "came"));
    put_said(h, "The server wrote: ", text_of(trial, "stderr"));
    put_said(h, "The usual reason: ", text_of(trial, "usual"));
    put_said(h, "See: ", text_of(trial, "see"));
    fputs("</details>\n", h->to);
}

void html_check(const struct html *h)
{
    const struct json *servers = json_member(h->run, "check", JSON_LIST);

    if (!servers || !servers->first)
        return;
    fputs("<h2>Which probes of <code>muxlab check</code> hold</h2>\n"
          "<p class=\"note\">✓ held, ✗ failed, – not asked of this server. A "
          "model is asked what it claims; any other server is asked all.</p>\n"
          "<div class=\"wide\"><table>\n<tr><th>probe</th>", h->to);
    for (const struct json *s = servers->first; s; s = s->next) {
        fputs("<th>", h->to);
        text_xml(h->to, text_of(s, "server"));
        fputs("</th>", h->to);
    }
    fputs("</tr>\n", h->to);
    put_rows(h, servers);
    put_scores(h, servers);
    fputs("</table></div>\n", h->to);
    for (const struct json *s = servers->first; s; s = s->next)
        for (const struct json *p = probes_of(s); p; p = p->next)
            if (strcasecmp(text_of(p, "verdict"), "failed") == 0)
                put_failure(h, text_of(s, "server"), p);
}
