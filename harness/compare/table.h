/*
 * table.h: what was found, as a table for people (80 columns, reasons as
 * footnotes), and as CSV and JSON for programs.
 */
#ifndef TABLE_H
#define TABLE_H

#include <stddef.h>
#include <stdio.h>

struct axis;

struct cell {
    double median;              /* NAN: there is none, and `note` says why */
    double low, high;           /* of all rounds */
    double *rounds;             /* each round's figure; NAN: none */
    size_t n_rounds;
    char word[12];              /* what stands in place of a number */
    char note[160];             /* the footnote; empty: none */
};

struct row {
    char key[32];               /* short and lasting: for programs */
    char label[120];            /* the question, and its unit */
    char unit[32];
    char caption[480];          /* what was seen; empty: nothing to say */
    double at;                  /* in a sweep: its place on the axis */
    struct cell *cells;         /* one a column */
};

enum { TABLE_COLUMNS = 16, TABLE_ROWS = 64, TABLE_NAME = 32 };

struct table {
    char head[720];             /* where and how this was measured */
    char machine[160];          /* the same in a few words */
    char columns[TABLE_COLUMNS][TABLE_NAME];
    size_t n_columns;
    struct row *rows;
    size_t n_rows;
    size_t n_rounds;            /* the most that a cell has */
    const struct axis *axis;    /* of a sweep (sweep.h); NULL: it is none */
    double *figures;            /* what all cells' rounds point into, and at */
    double *scratch;            /*   its end room for one cell's */
};

/* A table with nothing in it but the places for so much. NULL, after one line:
 * no memory. */
struct table *table_new(size_t n_columns, size_t n_rows, size_t n_rounds);
void table_free(struct table *t);

/* Median, lowest and highest of the rounds; a figure that is missing in one
 * round is none. */
void table_sum_up(const struct table *t, struct cell *c);

/* The figure as it stands in the table, with no more digits than the spread
 * allows. Returns it. */
const char *table_figure(const struct cell *c, char *to, size_t size);

void table_text(const struct table *t, FILE *to);
void table_csv(const struct table *t, FILE *to);
void table_json(const struct table *t, FILE *to);

#endif
