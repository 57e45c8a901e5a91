/*
 * restore.c: a table out of a saved file. Whatever the file says, what is made
 * of it is a table, or nothing.
 */
#include "compare/restore.h"

#include "compare/save.h"
#include "compare/sweep.h"
#include "compare/table.h"
#include "lib/file.h"
#include "lib/json.h"
#include "lib/text.h"

#include <err.h>
#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 1000 };

static const double largest = 1e15;     /* a figure */

/* A file of ours that cannot be read as JSON has lost something. */
static struct json *parse(const char *path, const char *text)
{
    static const char start[] = "{\n  \"muxlab\": \"compare\"";
    struct json *tree = json_read(text);
    const struct json *ours = tree
        ? json_member(tree, "muxlab", JSON_TEXT) : NULL;

    if (ours && strcmp(ours->text, "compare") == 0)
        return tree;
    if (!tree && errno == ENOMEM)
        warn("%s", text_path(path));
    else if (!tree && strncmp(text, start, strlen(start)) == 0)
        warnx("%s: is cut short or damaged", text_path(path));
    else
        warnx("%s: was not saved by muxlab compare", text_path(path));
    json_free(tree);
    return NULL;
}

/* ---- the table ----------------------------------------------------------- */

static bool copy_text(char *to, size_t size, const struct json *object,
                      const char *name)
{
    const struct json *j = json_member(object, name, JSON_TEXT);

    return j && (size_t)snprintf(to, size, "%s", j->text) < size;
}

static bool take_rounds(const struct table *t, struct cell *c,
                        const struct json *list)
{
    for (const struct json *j = list->first; j; j = j->next) {
        bool number = j->kind == JSON_NUMBER;
        if ((!number && j->kind != JSON_NULL)
            || (number && !(j->number >= -largest && j->number <= largest)))
            return false;
        c->rounds[c->n_rounds++] = number ? j->number : NAN;
    }
    table_sum_up(t, c);
    return true;
}

static bool take_cells(const struct table *t, struct row *row,
                       const struct json *list)
{
    struct cell *c = row->cells;

    for (const struct json *j = list->first; j; j = j->next, c++)
        if (!copy_text(c->word, sizeof c->word, j, "word")
            || !copy_text(c->note, sizeof c->note, j, "note")
            || !take_rounds(t, c, json_member(j, "rounds", JSON_LIST)))
            return false;
    return true;
}

static bool take_row(const struct table *t, struct row *row,
                     const struct json *from)
{
    const struct json *at = json_member(from, "at", JSON_NUMBER);
    const struct json *better = json_member(from, "better", JSON_NUMBER);

    if (!at || !(at->number >= 0 && at->number <= largest) || !better)
        return false;
    row->at = at->number;
    row->exact = json_member(from, "exact", JSON_TRUE);
    row->apart = json_member(from, "apart", JSON_TRUE);
    row->better = (better->number > 0) - (better->number < 0);
    return copy_text(row->key, sizeof row->key, from, "question")
        && copy_text(row->section, sizeof row->section, from, "section")
        && copy_text(row->unit, sizeof row->unit, from, "unit")
        && copy_text(row->label, sizeof row->label, from, "label")
        && copy_text(row->caption, sizeof row->caption, from, "seen")
        && take_cells(t, row, json_member(from, "cells", JSON_LIST));
}

static bool take_columns(struct table *t, const struct json *list)
{
    char (*to)[TABLE_NAME] = t->columns;

    for (const struct json *j = list->first; j; j = j->next, to++)
        if (j->kind != JSON_TEXT
            || snprintf(*to, TABLE_NAME, "%s", j->text) >= TABLE_NAME)
            return false;
    return true;
}

static bool take_table(struct table *t, const struct json *tree)
{
    const struct json *axis = json_member(tree, "axis", JSON_TEXT);
    const struct json *rows = json_member(tree, "rows", JSON_LIST);
    struct row *row = t->rows;

    t->axis = axis ? sweep_axis(axis->text) : NULL;
    if ((axis && !t->axis)
        || !copy_text(t->head, sizeof t->head, tree, "about")
        || !copy_text(t->machine, sizeof t->machine, tree, "machine")
        || !take_columns(t, json_member(tree, "servers", JSON_LIST)))
        return false;
    for (const struct json *j = rows->first; j; j = j->next)
        if (!take_row(t, row++, j))
            return false;
    return true;
}

/* How many there are, from 1 to the most; else 0. */
static size_t count_of(const struct json *list, size_t limit)
{
    size_t n = list ? json_count(list) : 0;

    return n <= limit ? n : 0;
}

/* Does every row have a cell for each server, and each cell its rounds?
 * *n_rounds is then the most rounds of a cell. */
static bool count_rounds(const struct json *rows, size_t n_columns,
                         size_t *n_rounds)
{
    *n_rounds = 0;
    for (const struct json *row = rows->first; row; row = row->next) {
        const struct json *cells = json_member(row, "cells", JSON_LIST);
        if (count_of(cells, TABLE_COLUMNS) != n_columns)
            return false;
        for (const struct json *c = cells->first; c; c = c->next) {
            const struct json *list = json_member(c, "rounds", JSON_LIST);
            size_t n = list ? json_count(list) : ROUNDS + 1;
            if (n > ROUNDS)
                return false;
            *n_rounds = n > *n_rounds ? n : *n_rounds;
        }
    }
    return true;
}

struct table *restore_table(const char *path, const struct json *tree)
{
    const struct json *rows = json_member(tree, "rows", JSON_LIST);
    size_t n_rows = count_of(rows, TABLE_ROWS), n_rounds;
    size_t n_columns = count_of(json_member(tree, "servers", JSON_LIST),
                                TABLE_COLUMNS);
    bool whole = n_rows > 0 && n_columns > 0
        && count_rounds(rows, n_columns, &n_rounds);
    struct table *t = whole ? table_new(n_columns, n_rows, n_rounds) : NULL;

    if (t && take_table(t, tree))
        return t;
    if (t || !whole)
        warnx("%s: is damaged", text_path(path));
    table_free(t);
    return NULL;
}

static bool right_schema(const char *path, const struct json *tree)
{
    const struct json *schema = json_member(tree, "schema", JSON_NUMBER);

    if (schema && schema->number == SAVE_SCHEMA)
        return true;
    warnx("%s: has schema %.0f, and this muxlab reads only schema %d",
          text_path(path),
          schema ? schema->number : 0, SAVE_SCHEMA);
    return false;
}

struct json *restore_read(const char *path)
{
    char *text = file_read(path);
    struct json *tree = text ? parse(path, text) : NULL;

    if (tree && !right_schema(path, tree)) {
        json_free(tree);
        tree = NULL;
    }
    free(text);
    return tree;
}
