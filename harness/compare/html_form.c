/*
 * html_form.c: the page that a student hands in: predicted beside measured, and
 * room to answer the questions of the handouts.
 */
#include "compare/html.h"

#include "lib/text.h"

static const char room[] =
    "<div class=\"room\" contenteditable=\"true\"></div>";

static void put_prediction(const struct html *h, const struct row *row)
{
    char figure[TEXT_NUMBER];

    fputs("<tr><td>", h->to);
    text_xml(h->to, row->label);
    fputs("<br/><span class=\"note\">predicted, and below it "
          "measured</span></td>", h->to);
    for (size_t i = 0; i < h->table->n_columns; i++) {
        fprintf(h->to, "<td>%s", room);
        text_xml(h->to, table_figure(row, i, figure, sizeof figure));
        fputs("</td>", h->to);
    }
    fputs("</tr>\n", h->to);
}

static void put_predictions(const struct html *h)
{
    static const char *const keys[] = {
        "second", "looks", "calls", "active-0", "active-9000", "memory", "rest"
    };

    fputs("<div class=\"wide\"><table>\n<tr><th>before you look</th>", h->to);
    for (size_t i = 0; i < h->table->n_columns; i++) {
        fprintf(h->to, "<th class=\"t%zu\">", i);
        text_xml(h->to, h->table->columns[i]);
        fputs("</th>", h->to);
    }
    fputs("</tr>\n", h->to);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const struct row *row = html_row(h, keys[i]);
        if (row)
            put_prediction(h, row);
    }
    fputs("</table></div>\n<p>Which prediction was furthest off, and why?"
          "</p>\n", h->to);
    fputs(room, h->to);
}

static void put_questions(const struct html *h, const struct json *handout)
{
    const struct json *name = json_member(handout, "server", JSON_TEXT);
    const struct json *list = json_member(handout, "questions", JSON_LIST);

    if (!name || !list)
        return;
    fputs("<h3>", h->to);
    text_xml(h->to, name->text);
    fputs("</h3>\n<ol>\n", h->to);
    for (const struct json *j = list->first; j; j = j->next) {
        if (j->kind != JSON_TEXT)
            continue;
        fputs("<li>", h->to);
        text_xml(h->to, j->text);
        fprintf(h->to, "%s</li>\n", room);
    }
    fputs("</ol>\n", h->to);
}

void html_form(const struct html *h)
{
    const struct json *all = json_member(h->run, "handouts", JSON_LIST);

    fputs("<h2>To hand in</h2>\n<p>Name <span class=\"line\" "
          "contenteditable=\"true\"></span> Date <span class=\"line\" "
          "contenteditable=\"true\"></span></p>\n<p class=\"note\">Write in "
          "the boxes here and print, or print first.</p>\n", h->to);
    put_predictions(h);
    for (const struct json *j = all ? all->first : NULL; j; j = j->next)
        put_questions(h, j);
}
