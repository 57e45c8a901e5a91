/*
 * save.c: writes a comparison to a file.
 */
#include "compare/save.h"

#include "compare/comparison.h"
#include "compare/sweep.h"
#include "lib/atomic_file.h"
#include "lib/json.h"
#include "load/histogram.h"
#include "load/machine.h"

static void put_command(struct json_writer *to, const struct comparison *v)
{
    json_list(to, "command");
    json_text(to, NULL, "compare");
    for (char **word = v->words; *word; word++)
        json_text(to, NULL, *word);
    json_close(to);
}

static void put_head(struct json_writer *to, const struct comparison *v,
                     const struct table *t)
{
    json_report(to, "compare", SAVE_SCHEMA);
    put_command(to, v);
    json_object(to, "environment");
    machine_json(to, &v->machine);
    json_close(to);
    json_text(to, "about", t->head);
    json_text(to, "machine", t->machine);
    if (t->axis)
        json_text(to, "axis", t->axis->name);
    json_list(to, "servers");
    for (size_t i = 0; i < t->n_columns; i++)
        json_text(to, NULL, t->columns[i]);
    json_close(to);
}

static void put_details(struct json_writer *to, const struct answer *a,
                        size_t n)
{
    json_list(to, "details");
    for (size_t i = 0; i < n; i++) {
        json_object(to, NULL);
        if (a[i].detail)
            detail_json(a[i].detail, to);
        json_close(to);
    }
    json_close(to);
}

static void put_cell(struct json_writer *to, const struct cell *c,
                     const struct answer *a)
{
    json_object(to, NULL);
    json_text(to, "word", c->word);
    json_text(to, "note", c->note);
    json_list(to, "rounds");
    for (size_t i = 0; i < c->n_rounds; i++)
        json_number(to, NULL, c->rounds[i]);
    json_close(to);
    put_details(to, a, c->n_rounds);
    json_close(to);
}

static void put_row(struct json_writer *to, struct comparison *v,
                    const struct table *t, size_t r)
{
    const struct row *row = &t->rows[r];

    json_object(to, NULL);
    json_text(to, "question", row->key);
    json_text(to, "label", row->label);
    json_text(to, "unit", row->unit);
    json_text(to, "section", row->section);
    json_bool(to, "exact", row->exact);
    json_number(to, "better", row->better);
    json_bool(to, "apart", row->apart);
    json_number(to, "at", row->at);
    json_text(to, "seen", row->caption);
    json_list(to, "cells");
    for (size_t i = 0; i < t->n_columns; i++)
        put_cell(to, &row->cells[i], comparison_answer(v, r, i, 0));
    json_close(to);
    json_close(to);
}

void save_members(struct json_writer *to, struct comparison *v,
                  const struct table *t)
{
    put_head(to, v, t);
    json_list(to, "rows");
    for (size_t r = 0; r < t->n_rows; r++)
        put_row(to, v, t, r);
    json_close(to);
}

int save_write(struct comparison *v, const struct table *t, const char *path)
{
    struct json_writer to = {
        .to = atomic_file_open(path), .lines = SAVE_LINES
    };

    if (!to.to)
        return -1;
    save_members(&to, v, t);
    json_close(&to);
    return atomic_file_close(to.to, path);
}
