/*
 * table_export.c: the table as programs read it: a line of CSV a cell, or one
 * JSON object.
 */
#include "compare/table.h"

#include "lib/json.h"
#include "lib/text.h"

#include <math.h>

/* Down to a row's cells, each member has a line. */
enum { TABLE_SCHEMA = 1, LINES = 4 };

static void csv_number(FILE *to, double value)
{
    putc(',', to);
    if (!isnan(value))
        fprintf(to, "%.6g", value);
}

void table_csv(const struct table *t, FILE *to)
{
    fputs("question,unit,target,median,low,high,note\n", to);
    for (size_t r = 0; r < t->n_rows; r++)
        for (size_t i = 0; i < t->n_columns; i++) {
            const struct row *row = &t->rows[r];
            const struct cell *c = &row->cells[i];
            fprintf(to, "%s,%s,", row->key, row->unit);
            text_csv(to, t->columns[i]);
            csv_number(to, c->median);
            csv_number(to, c->low);
            csv_number(to, c->high);
            putc(',', to);
            text_csv(to, c->note);
            putc('\n', to);
        }
}

static void put_cell(struct json_writer *to, const char *name,
                     const struct cell *c)
{
    json_object(to, name);
    json_number(to, "median", c->median);
    json_number(to, "low", c->low);
    json_number(to, "high", c->high);
    json_list(to, "rounds");
    for (size_t i = 0; i < c->n_rounds; i++)
        json_number(to, NULL, c->rounds[i]);
    json_close(to);
    json_text(to, "word", c->word);
    json_text(to, "note", c->note);
    json_close(to);
}

static void put_row(struct json_writer *to, const struct table *t,
                    const struct row *row)
{
    json_object(to, NULL);
    json_text(to, "question", row->key);
    json_text(to, "label", row->label);
    json_text(to, "unit", row->unit);
    json_bool(to, "exact", row->exact);
    json_text(to, "better", row->better > 0 ? "more"
              : row->better < 0 ? "less" : "neither");
    json_text(to, "seen", row->caption);
    json_object(to, "cells");
    for (size_t i = 0; i < t->n_columns; i++)
        put_cell(to, t->columns[i], &row->cells[i]);
    json_close(to);
    json_close(to);
}

void table_json(const struct table *t, FILE *to)
{
    struct json_writer w = { .to = to, .lines = LINES };

    json_report(&w, "compare", TABLE_SCHEMA);
    json_text(&w, "about", t->head);
    json_list(&w, "rows");
    for (size_t r = 0; r < t->n_rows; r++)
        put_row(&w, t, &t->rows[r]);
    json_close(&w);
    json_close(&w);
}
