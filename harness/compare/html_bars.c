/*
 * html_bars.c: one row as bars, a server below the other.
 */
#include "compare/html.h"

#include "lib/svg.h"
#include "lib/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LEFT = 280, RIGHT = 1040, TOP = 130, BAR_MOST = 64 };

struct bars {
    const struct html *h;
    const struct row *row;
    const struct row *pale;     /* drawn pale: a part of the row, or more of */
    bool more;                  /*   the same; NULL: there is none */
    double most;
    int step;                   /* from one bar to the next */
};

/* The pale part of the bar; 0: it has none. */
static double pale_of(const struct bars *b, size_t column)
{
    double pale = b->pale ? b->pale->cells[column].median : 0;

    return pale > 0 ? pale : 0;
}

static double all_of(const struct bars *b, size_t column)
{
    double figure = b->row->cells[column].median;

    return isnan(figure) ? 0 : b->more ? figure + pale_of(b, column) : figure;
}

static int width_of(const struct bars *b, double value)
{
    double share = b->most > 0 ? value / b->most : 0;

    return (int)(share * (RIGHT - LEFT));
}

/* The figure, or why there is none. */
static void put_words(const struct bars *b, size_t column, int x, int y)
{
    const struct cell *c = &b->row->cells[column];
    char figure[TEXT_NUMBER];

    fprintf(b->h->to, "<text x=\"%d\" y=\"%d\">", x + 12, y);
    if (isnan(c->median))
        text_xml(b->h->to, *c->word ? c->word : c->note);
    else
        text_xml(b->h->to, table_figure(b->row, column, figure,
                                        sizeof figure));
    if (b->more && !isnan(c->median))
        fprintf(b->h->to, " + %s", table_figure(b->pale, column, figure,
                                                sizeof figure));
    fputs("</text>\n", b->h->to);
}

static void put_bar(const struct bars *b, size_t column)
{
    const struct cell *c = &b->row->cells[column];
    int y = TOP + (int)column * b->step, high = b->step * 2 / 3;
    int all = width_of(b, all_of(b, column));
    int pale = isnan(c->median) ? 0 : width_of(b, pale_of(b, column));

    html_name(b->h, column, LEFT - 14, y + high / 2 + 8);
    if (!isnan(c->median))
        fprintf(b->h->to, "<rect class=\"f%zu\" x=\"%d\" y=\"%d\" "
                "width=\"%d\" height=\"%d\"/>\n", column, LEFT, y,
                all - pale > 2 ? all - pale : 2, high);
    if (pale > 0)
        fprintf(b->h->to, "<rect class=\"f%zu s%zu vain\" x=\"%d\" y=\"%d\" "
                "width=\"%d\" height=\"%d\"/>\n", column, column,
                LEFT + all - pale, y, pale, high);
    put_words(b, column, LEFT + all, y + high / 2 + 8);
}

static void put_bars(const struct html *h, const char *key, const char *pale,
                     bool more, const char *below)
{
    size_t n = h->table->n_columns;
    struct bars b = { .h = h, .row = html_row(h, key) };

    if (!b.row)
        return;
    b.pale = pale ? html_row(h, pale) : NULL;
    b.more = more && b.pale;
    for (size_t i = 0; i < n; i++)
        b.most = fmax(b.most, all_of(&b, i));
    b.step = (SVG_HEIGHT - TOP - 20) / (int)n;
    if (b.step > BAR_MOST * 3 / 2)
        b.step = BAR_MOST * 3 / 2;
    html_slide(h, *b.row->caption ? b.row->caption : b.row->label, below,
               TOP + (int)n * b.step + 20);
    for (size_t i = 0; i < n; i++)
        put_bar(&b, i);
    fputs("</svg>\n", h->to);
}

void html_calls(const struct html *h)
{
    put_bars(h, "calls", "vain", false, "system calls a message, one client: "
             "useful ones solid, those in vain pale");
}

void html_memory(const struct html *h)
{
    put_bars(h, "memory", "kernel", true, "bytes for a silent client: its own "
             "solid, the kernel's pale (both sockets included)");
}

void html_rest(const struct html *h)
{
    put_bars(h, "rest", NULL, false, "CPU in % of a core, while all clients "
             "are silent");
}
