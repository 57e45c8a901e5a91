/*
 * table_text.c: the table as people read it, 80 columns wide. Columns that do
 * not fit beside each other go into a second band below.
 */
#include "compare/table.h"

#include "lib/terminal.h"
#include "lib/text.h"

#include <string.h>

enum {
    PAGE = 80,
    LABEL_LEAST = 17,           /* narrower than this cannot be read */
    LABEL_GOOD = 25,            /* narrower than this costs the gaps */
    HEADING = 8,                /* a longer name takes two lines */
    NOTES = 99
};

/* The page while it is printed. */
struct page {
    const struct table *table;
    FILE *to;
    bool styled, brief;
    size_t first, past;         /* the columns of this band */
    size_t gap;
    size_t label;               /* the width of the labels */
    char line[512];             /* the line that is being made */
    const char *notes[NOTES];
    size_t n_notes;
};

static void style(const struct page *p, const char *how)
{
    if (p->styled)
        fputs(how, p->to);
}

/* The footnote's number; equal reasons share one. 0: no footnote. */
static size_t note_number(struct page *p, const char *note)
{
    size_t i = 0;

    if (!*note)
        return 0;
    while (i < p->n_notes && strcmp(p->notes[i], note) != 0)
        i++;
    if (i == p->n_notes && i < NOTES)
        p->notes[p->n_notes++] = note;
    return i + 1;
}

/* A footnote's number, raised; nothing for 0. */
static const char *raised(size_t number, char *to, size_t size)
{
    static const char *digits[] = {
        "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"
    };

    snprintf(to, size, "%s%s", number > 9 ? digits[number / 10] : "",
             number ? digits[number % 10] : "");
    return to;
}

static const char joints[] = "-_:.";

/* Where a long name is broken: after its last joint, or so that the rest
 * fits. */
static size_t name_break(const char *name)
{
    size_t length = strlen(name);

    if (length <= HEADING)
        return 0;
    for (size_t i = length - 1; i > 0 && length - i <= HEADING; i--)
        if (strchr(joints, name[i - 1]))
            return i;
    return length - HEADING;
}

static size_t wider(size_t width, const char *text)
{
    size_t w = text_width(text);

    return w > width ? w : width;
}

/* The number's part of a column; its footnotes' part is in *mark. */
static size_t column_width(struct page *p, size_t column, size_t *mark)
{
    const struct table *t = p->table;
    const char *name = t->columns[column];
    size_t broken = name_break(name);
    size_t width = wider(broken ? broken + 1 : 0, name + broken);
    char text[32];

    *mark = 0;
    for (size_t r = 0; r < t->n_rows; r++) {
        const struct row *row = &t->rows[r];
        width = wider(width, table_figure(row, column, text, sizeof text));
        width = wider(width, table_spread(row, column, text, sizeof text));
        raised(note_number(p, row->cells[column].note), text, sizeof text);
        *mark = wider(*mark, text);
    }
    return width;
}

/* As many columns as leave room for the labels, from the first on. */
static void page_fit(struct page *p)
{
    size_t used = 0;
    size_t mark;

    p->label = 0;
    for (p->past = p->first; p->past < p->table->n_columns; p->past++) {
        size_t width = column_width(p, p->past, &mark) + mark + 1;
        if (p->past > p->first && used + width + LABEL_LEAST > PAGE)
            break;
        used += width;
    }
    size_t n = p->past - p->first;
    p->gap = used + n + LABEL_GOOD <= PAGE ? 2 : 1;
    used += (p->gap - 1) * n;
    p->label = used + LABEL_LEAST < PAGE ? PAGE - used : LABEL_LEAST;
}

/* Adds to the line: the text to the right of its width. */
static void add(struct page *p, size_t width, const char *text)
{
    size_t used = strlen(p->line);
    int blanks = (int)(width - text_width(text));

    snprintf(p->line + used, sizeof p->line - used, "%*s%s",
             blanks > 0 ? blanks : 0, "", text);
}

/* One piece of a column: the text to the right, its mark after it. */
static void add_cell(struct page *p, size_t column, const char *text,
                     const char *mark, bool bold)
{
    size_t marks, blanks;
    size_t width = column_width(p, column, &marks);

    blanks = p->gap + width - text_width(text);
    add(p, blanks, "");
    add(p, 0, bold ? "\033[1m" : "");
    add(p, 0, text);
    add(p, 0, bold ? "\033[0m" : "");
    add(p, 0, mark);
    add(p, marks - text_width(mark), "");
}

/* Prints the line, without blanks at its end, and begins the next one. */
static void end_line(struct page *p)
{
    size_t length = strlen(p->line);

    while (length > 0 && p->line[length - 1] == ' ')
        length--;
    fprintf(p->to, "%.*s\n", (int)length, p->line);
    p->line[0] = '\0';
}

/* Says what the arrows after the labels mean, where it is narrow, too. */
static const char arrows[] = "better: ↑ more ↓ less";

static void heading_line(struct page *p, bool below)
{
    char part[64];

    add(p, 0, below ? arrows : "");
    add(p, p->label - text_width(below ? arrows : ""), "");
    for (size_t c = p->first; c < p->past; c++) {
        const char *name = p->table->columns[c];
        int broken = (int)name_break(name);
        bool joint = broken && strchr(joints, name[broken - 1]);
        snprintf(part, sizeof part, "%.*s%s", broken, name,
                 broken && !joint ? "-" : "");
        add_cell(p, c, below ? name + broken : part, "", false);
    }
    end_line(p);
}

static void heading(struct page *p)
{
    bool two = false;

    for (size_t c = p->first; c < p->past; c++)
        two = two || name_break(p->table->columns[c]) > 0;
    style(p, "\033[1m");
    if (two)
        heading_line(p, false);
    heading_line(p, true);
    style(p, "\033[0m");
    for (int i = 0; i < PAGE; i++)
        fputs("─", p->to);
    putc('\n', p->to);
}

/* One line of a row: 0 has the figures, 1 how far they lie apart. Returns
 * whether there was anything in it. */
static bool row_line(struct page *p, const struct row *row, int line,
                     const char **label)
{
    size_t n = text_line(*label, p->label);
    bool any = n > 0;
    char part[128];
    char text[32], mark[8];

    snprintf(part, sizeof part, "%.*s", (int)n, *label);
    add(p, 0, part);
    add(p, p->label - text_width(part), "");
    *label += n + strspn(*label + n, " ");
    for (size_t i = p->first; i < p->past && line < 2; i++) {
        const char *note = row->cells[i].note;
        bool best = p->styled && line == 0 && table_best(p->table, row, i);
        raised(line ? 0 : note_number(p, note), mark, sizeof mark);
        const char *what = line ? table_spread(row, i, text, sizeof text)
            : table_figure(row, i, text, sizeof text);
        any = any || *what;
        add_cell(p, i, what, mark, best);
    }
    if (any)
        end_line(p);
    p->line[0] = '\0';
    return any;
}

static void row_print(struct page *p, const struct row *row)
{
    static const char *const ways[] = { " ↓", "", " ↑" };
    char text[160];
    const char *label = text;
    int line = 0;

    snprintf(text, sizeof text, "%s%s", row->label, ways[row->better + 1]);
    while (row_line(p, row, line, &label))
        line++;
    if (p->brief)
        return;
    if (p->first == 0 && *row->caption) {
        style(p, "\033[2m");
        text_wrap(p->to, row->caption, 3, PAGE);
        style(p, "\033[0m");
    }
    putc('\n', p->to);
}

/* The rows, each section below its title. */
static void rows_print(struct page *p)
{
    const char *section = "";

    for (size_t r = 0; r < p->table->n_rows; r++) {
        const struct row *row = &p->table->rows[r];
        if (strcmp(row->section, section) != 0) {
            section = row->section;
            fputs(p->brief && r > 0 ? "\n" : "", p->to);
            style(p, "\033[1m");
            fprintf(p->to, "%s\n", section);
            style(p, "\033[0m");
        }
        row_print(p, row);
    }
    fputs(p->brief ? "\n" : "", p->to);
}

static void notes_print(struct page *p)
{
    for (size_t i = 0; i < p->n_notes; i++) {
        char text[TABLE_NOTE + 8], mark[8];
        raised(i + 1, mark, sizeof mark);
        snprintf(text, sizeof text, "%s %s", mark, p->notes[i]);
        text_wrap(p->to, text, 0, PAGE);
    }
}

void table_text(const struct table *t, FILE *to, bool brief)
{
    struct page page = {
        .table = t, .to = to, .brief = brief, .styled = terminal_coloured(to),
    };

    for (size_t r = 0; r < t->n_rows; r++)
        for (size_t c = 0; c < t->n_columns; c++)
            note_number(&page, t->rows[r].cells[c].note);
    text_wrap(to, t->head, 0, PAGE);
    putc('\n', to);
    while (page.first < t->n_columns) {
        page_fit(&page);
        heading(&page);
        rows_print(&page);
        page.first = page.past;
    }
    notes_print(&page);
}
