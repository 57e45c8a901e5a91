/*
 * table_export.c: the table as programs read it: a line of CSV a cell, or one
 * JSON object.
 */
#include "compare/table.h"

#include "lib/text.h"

#include <math.h>

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

static void json_text(FILE *to, const char *name, const char *value)
{
    fprintf(to, "\"%s\": ", name);
    text_json(to, value);
}

static void json_number(FILE *to, double value)
{
    if (isnan(value))
        fputs("null", to);
    else
        fprintf(to, "%.6g", value);
}

static void json_cell(FILE *to, const struct cell *c)
{
    fputs("{\"median\": ", to);
    json_number(to, c->median);
    fputs(", \"low\": ", to);
    json_number(to, c->low);
    fputs(", \"high\": ", to);
    json_number(to, c->high);
    fputs(", \"rounds\": [", to);
    for (size_t i = 0; i < c->n_rounds; i++) {
        fputs(i ? ", " : "", to);
        json_number(to, c->rounds[i]);
    }
    fputs("], ", to);
    json_text(to, "note", c->note);
    putc('}', to);
}

static void json_row(const struct table *t, const struct row *row, FILE *to)
{
    fputs("    {", to);
    json_text(to, "question", row->key);
    fputs(", ", to);
    json_text(to, "label", row->label);
    fputs(", ", to);
    json_text(to, "unit", row->unit);
    fputs(",\n     ", to);
    json_text(to, "seen", row->sentence);
    fputs(",\n     \"cells\": {", to);
    for (size_t i = 0; i < t->n_columns; i++) {
        fputs(i ? ",\n      " : "\n      ", to);
        text_json(to, t->columns[i]);
        fputs(": ", to);
        json_cell(to, &row->cells[i]);
    }
    fputs("}}", to);
}

void table_json(const struct table *t, FILE *to)
{
    fputs("{\n  ", to);
    json_text(to, "about", t->head);
    fputs(",\n  \"rows\": [\n", to);
    for (size_t r = 0; r < t->n_rows; r++) {
        json_row(t, &t->rows[r], to);
        fputs(r + 1 < t->n_rows ? ",\n" : "\n", to);
    }
    fputs("  ]\n}\n", to);
}
