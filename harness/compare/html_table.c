/*
 * html_table.c: all figures, with what was seen in each row, and the reasons
 * for what is missing.
 */
#include "compare/html.h"

#include "lib/text.h"

#include <string.h>

enum { NOTES = 99 };

struct notes {
    const char *text[NOTES];
    size_t n;
};

/* The footnote's number; equal reasons share one. */
static size_t note_number(struct notes *notes, const char *text)
{
    size_t i = 0;

    while (i < notes->n && strcmp(notes->text[i], text) != 0)
        i++;
    if (i == notes->n && i < NOTES)
        notes->text[notes->n++] = text;
    return i + 1;
}

static void put_heading(const struct html *h)
{
    fputs("<thead><tr><th>better: ↑ more ↓ less</th>", h->to);
    for (size_t i = 0; i < h->table->n_columns; i++) {
        fprintf(h->to, "<th class=\"t%zu\">", i);
        text_xml(h->to, h->table->columns[i]);
        fputs("</th>", h->to);
    }
    fputs("</tr></thead>\n", h->to);
}

static void put_cell(const struct html *h, const struct row *row,
                     size_t column, struct notes *notes)
{
    char figure[TEXT_NUMBER], spread[TEXT_NUMBER];
    const char *note = row->cells[column].note;
    bool best = table_best(h->table, row, column);

    fputs(best ? "<td><strong>" : "<td>", h->to);
    text_xml(h->to, table_figure(row, column, figure, sizeof figure));
    fputs(best ? "</strong>" : "", h->to);
    if (*note) {
        size_t number = note_number(notes, note);
        fprintf(h->to, "<sup><a href=\"#note%zu\">%zu</a></sup>", number,
                number);
    }
    fprintf(h->to, "<br/><span class=\"note\">%s</span></td>",
            table_spread(row, column, spread, sizeof spread));
}

static void put_row(const struct html *h, const struct row *row,
                    struct notes *notes)
{
    static const char *const ways[] = { " ↓", "", " ↑" };

    fputs("<tr><td>", h->to);
    text_xml(h->to, row->label);
    fprintf(h->to, "%s", ways[row->better + 1]);
    if (*row->caption) {
        fputs("<br/><span class=\"note\">", h->to);
        text_xml(h->to, row->caption);
        fputs("</span>", h->to);
    }
    fputs("</td>", h->to);
    for (size_t i = 0; i < h->table->n_columns; i++)
        put_cell(h, row, i, notes);
    fputs("</tr>\n", h->to);
}

void html_table(const struct html *h)
{
    struct notes notes = { .n = 0 };
    const char *section = "";

    fputs("<h2>All figures</h2>\n<div class=\"wide\"><table>\n", h->to);
    put_heading(h);
    for (size_t r = 0; r < h->table->n_rows; r++) {
        const struct row *row = &h->table->rows[r];
        if (strcmp(row->section, section) != 0) {
            section = row->section;
            fprintf(h->to, "<tr class=\"part\"><th colspan=\"%zu\">",
                    h->table->n_columns + 1);
            text_xml(h->to, section);
            fputs("</th></tr>\n", h->to);
        }
        put_row(h, row, &notes);
    }
    fputs("</table></div>\n", h->to);
    for (size_t i = 0; i < notes.n; i++) {
        fprintf(h->to, "<p class=\"note\" id=\"note%zu\">%zu. ", i + 1, i + 1);
        text_xml(h->to, notes.text[i]);
        fputs("</p>\n", h->to);
    }
}
