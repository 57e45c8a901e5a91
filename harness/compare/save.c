/*
 * save.c: a table with all that it was made of, into a file.
 */
#include "compare/save.h"

#include "compare/comparison.h"
#include "compare/sweep.h"
#include "lib/atomic_file.h"
#include "lib/text.h"
#include "load/histogram.h"
#include "load/machine.h"

#include <math.h>

static void put_member(FILE *f, const char *name, const char *text)
{
    fprintf(f, "\"%s\": ", name);
    text_json(f, text);
}

/* A list's texts, after `before`. */
static void put_texts(FILE *f, const char *before, const char *const *texts,
                      size_t n)
{
    for (size_t i = 0; i < n; i++) {
        fputs(i ? ", " : before, f);
        text_json(f, texts[i]);
    }
}

static size_t count(char **words)
{
    size_t n = 0;

    while (words && words[n])
        n++;
    return n;
}

static void put_command(FILE *f, const struct comparison *v)
{
    static const char *const verb = "compare", *const dashes = "--";

    put_texts(f, "  \"command\": [", &verb, 1);
    put_texts(f, ", ", (const char *const *)v->words, count(v->words));
    if (v->command) {
        put_texts(f, ", ", &dashes, 1);
        put_texts(f, ", ", (const char *const *)v->command,
                  count(v->command));
    }
    fputs("],\n", f);
}

static void put_head(FILE *f, const struct comparison *v, const struct table *t)
{
    fputs("{\n  \"muxlab\": \"compare\",\n  \"version\": 1,\n", f);
    put_command(f, v);
    fputs("  \"environment\": {\n    ", f);
    machine_json(f, &v->machine);
    fputs("\n  },\n  ", f);
    put_member(f, "about", t->head);
    fputs(",\n  ", f);
    put_member(f, "machine", t->machine);
    fputs(",\n", f);
    if (t->axis) {
        fputs("  ", f);
        put_member(f, "axis", t->axis->name);
        fputs(",\n", f);
    }
    put_texts(f, "  \"servers\": [", t->columns, t->n_columns);
    fputs("],\n", f);
}

static void put_rounds(FILE *f, const struct cell *c)
{
    fputs(", \"rounds\": [", f);
    for (size_t i = 0; i < c->n_rounds; i++) {
        fputs(i ? ", " : "", f);
        if (isnan(c->rounds[i]))
            fputs("null", f);
        else
            fprintf(f, "%.17g", c->rounds[i]);
    }
    putc(']', f);
}

/* Of those rounds that have them. */
static void put_latencies(FILE *f, const struct answer *a, size_t n)
{
    size_t put = 0;

    for (size_t i = 0; i < n; i++) {
        if (!a[i].latency)
            continue;
        fputs(put++ ? ",\n        " : ",\n        \"latencies\": [", f);
        histogram_print_json(a[i].latency, f);
    }
    fputs(put ? "]" : "", f);
}

static void put_cell(FILE *f, struct comparison *v, const struct table *t,
                     size_t r, size_t i)
{
    const struct cell *c = &t->rows[r].cells[i];

    fputs("\n      {", f);
    put_member(f, "word", c->word);
    fputs(", ", f);
    put_member(f, "note", c->note);
    put_rounds(f, c);
    put_latencies(f, comparison_answer(v, r, i, 0), c->n_rounds);
    putc('}', f);
}

static void put_row(FILE *f, struct comparison *v, const struct table *t,
                    size_t r)
{
    const struct row *row = &t->rows[r];

    fputs("\n    {", f);
    put_member(f, "question", row->key);
    fputs(", ", f);
    put_member(f, "label", row->label);
    fputs(", ", f);
    put_member(f, "unit", row->unit);
    fprintf(f, ", \"at\": %.17g,\n     ", row->at);
    put_member(f, "seen", row->sentence);
    fputs(",\n     \"cells\": [", f);
    for (size_t i = 0; i < t->n_columns; i++) {
        fputs(i ? "," : "", f);
        put_cell(f, v, t, r, i);
    }
    fputs("]}", f);
}

int save_write(struct comparison *v, const struct table *t)
{
    FILE *f = atomic_file_open(v->save);

    if (!f)
        return -1;
    put_head(f, v, t);
    fputs("  \"rows\": [", f);
    for (size_t r = 0; r < t->n_rows; r++) {
        fputs(r ? "," : "", f);
        put_row(f, v, t, r);
    }
    fputs("\n  ]\n}\n", f);
    return atomic_file_close(f, v->save);
}
