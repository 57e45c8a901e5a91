/*
 * restore.c: a table out of a saved file. Whatever the file says, what is made
 * of it is a table, or nothing.
 */
#include "compare/comparison.h"
#include "compare/save.h"
#include "compare/sweep.h"
#include "lib/exit_status.h"
#include "lib/json.h"

#include <err.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    ROUNDS = 1000,
    LARGEST = 1 << 30           /* bytes of a file */
};

static const double most = 1e15;        /* a figure */

/* ---- the file ------------------------------------------------------------ */

/* All that is in it, ended by a 0; or NULL. */
static char *read_all(FILE *f)
{
    size_t size = 0, room = 1 << 16;
    char *text = malloc(room);

    while (text) {
        size += fread(text + size, 1, room - size - 1, f);
        if (size < room - 1 || room >= LARGEST)
            break;
        char *more = realloc(text, room *= 2);
        if (!more)
            free(text);
        text = more;
    }
    if (text)
        text[size] = '\0';
    return text;
}

static char *read_file(const char *path)
{
    FILE *f = fopen(path, "re");
    char *text = f ? read_all(f) : NULL;

    if (!text || ferror(f)) {
        warn("%s", path);
        free(text);
        text = NULL;
    }
    if (f)
        fclose(f);
    return text;
}

/* A file of ours that cannot be read as JSON has lost something. */
static struct json *parse(const char *path, const char *text)
{
    static const char start[] = "{\n  \"muxlab\": \"compare\"";
    struct json *tree = json_read(text);
    const struct json *ours = tree
        ? json_member(tree, "muxlab", JSON_TEXT) : NULL;

    if (ours && strcmp(ours->text, "compare") == 0)
        return tree;
    if (!tree && strncmp(text, start, strlen(start)) == 0)
        warnx("%s: is cut short or damaged", path);
    else
        warnx("%s: was not saved by muxlab compare", path);
    json_free(tree);
    return NULL;
}

/* ---- the table ----------------------------------------------------------- */

/* Everything the table points at. */
struct restored {
    struct table table;
    const char *columns[TARGETS];
    struct row rows[QUESTIONS];
    struct cell cells[QUESTIONS][TARGETS];
    double *figures;
    size_t n_figures;
};

static bool take_text(char *to, size_t size, const struct json *object,
                      const char *name)
{
    const struct json *j = json_member(object, name, JSON_TEXT);

    return j && (size_t)snprintf(to, size, "%s", j->text) < size;
}

static bool take_rounds(struct restored *s, struct cell *c,
                        const struct json *list)
{
    double scratch[ROUNDS];

    c->rounds = s->figures + s->n_figures;
    for (const struct json *j = list->first; j; j = j->next) {
        bool number = j->kind == JSON_NUMBER;
        if (c->n_rounds == ROUNDS || (!number && j->kind != JSON_NULL)
            || (number && !(j->number >= -most && j->number <= most)))
            return false;
        s->figures[s->n_figures++] = number ? j->number : NAN;
        c->n_rounds++;
    }
    table_sum_up(c, scratch);
    return true;
}

static bool take_cells(struct restored *s, struct row *row,
                       const struct json *list)
{
    struct cell *c = row->cells;

    if (!list || json_count(list) != s->table.n_columns)
        return false;
    for (const struct json *j = list->first; j; j = j->next, c++) {
        const struct json *rounds = json_member(j, "rounds", JSON_LIST);
        if (!rounds || !take_text(c->word, sizeof c->word, j, "word")
            || !take_text(c->note, sizeof c->note, j, "note")
            || !take_rounds(s, c, rounds))
            return false;
    }
    return true;
}

static bool take_row(struct restored *s, struct row *row,
                     const struct json *from)
{
    const struct json *key = json_member(from, "question", JSON_TEXT);
    const struct json *unit = json_member(from, "unit", JSON_TEXT);
    const struct json *at = json_member(from, "at", JSON_NUMBER);

    if (!key || !unit || !at || !(at->number >= 0 && at->number <= most))
        return false;
    row->key = key->text;
    row->unit = unit->text;
    row->at = at->number;
    return take_text(row->label, sizeof row->label, from, "label")
        && take_text(row->sentence, sizeof row->sentence, from, "seen")
        && take_cells(s, row, json_member(from, "cells", JSON_LIST));
}

static bool take_columns(struct restored *s, const struct json *list)
{
    if (!list || !list->first || json_count(list) > TARGETS)
        return false;
    for (const struct json *j = list->first; j; j = j->next) {
        if (j->kind != JSON_TEXT || strlen(j->text) > 31)
            return false;
        s->columns[s->table.n_columns++] = j->text;
    }
    return true;
}

static bool take_rows(struct restored *s, const struct json *list)
{
    if (!list || !list->first || json_count(list) > QUESTIONS)
        return false;
    for (const struct json *j = list->first; j; j = j->next) {
        struct row *row = &s->rows[s->table.n_rows];
        row->cells = s->cells[s->table.n_rows++];
        if (!take_row(s, row, j))
            return false;
    }
    return true;
}

static bool take_table(struct restored *s, const struct json *tree)
{
    struct table *t = &s->table;
    const struct json *axis = json_member(tree, "axis", JSON_TEXT);

    t->columns = s->columns;
    t->rows = s->rows;
    t->axis = axis ? sweep_axis(axis->text) : NULL;
    return (!axis || t->axis)
        && take_text(t->head, sizeof t->head, tree, "about")
        && take_text(t->machine, sizeof t->machine, tree, "machine")
        && take_columns(s, json_member(tree, "servers", JSON_LIST))
        && take_rows(s, json_member(tree, "rows", JSON_LIST));
}

static int publish_tree(const char *path, const struct json *tree,
                        const struct output *o)
{
    static struct restored s;
    const struct json *schema = json_member(tree, "schema", JSON_NUMBER);

    if (!schema || schema->number != SAVE_SCHEMA) {
        warnx("%s: has schema %.0f, and this muxlab reads only schema %d",
              path, schema ? schema->number : 0, SAVE_SCHEMA);
        return NOT_HELD;
    }
    s.figures = calloc((size_t)QUESTIONS * TARGETS * ROUNDS,
                       sizeof *s.figures);
    if (!s.figures) {
        warn("%s", path);
        return CANNOT;
    }
    int status = NOT_HELD;
    if (!take_table(&s, tree))
        warnx("%s: is damaged", path);
    else if (o->svg && !s.table.axis)
        warnx("--svg: only a sweep has a chart");
    else
        status = publish(&s.table, o) == -1 ? CANNOT : ALL_HELD;
    free(s.figures);
    return status;
}

int restore_publish(const char *path, const struct output *o)
{
    char *text = read_file(path);

    if (!text)
        return CANNOT;
    struct json *tree = parse(path, text);
    int status = tree ? publish_tree(path, tree, o) : NOT_HELD;
    json_free(tree);
    free(text);
    return status;
}
