/*
 * table.h: what was found, as a table for people (80 columns, reasons as
 * footnotes), and as CSV and JSON for programs.
 */
#ifndef TABLE_H
#define TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct axis;

enum {
    TABLE_COLUMNS = 16,
    TABLE_ROWS = 64,
    TABLE_NAME = 32,            /* bytes of a column's name, */
    TABLE_NOTE = 400            /*   and of a footnote */
};

struct cell {
    double median;              /* NAN: there is none, and `note` says why */
    double low, high;           /* of all rounds */
    double *rounds;             /* each round's figure; NAN: none */
    size_t n_rounds;
    char word[12];              /* what stands in place of a number */
    char note[TABLE_NOTE];      /* the footnote; empty: none */
};

struct row {
    char key[32];               /* short and lasting: for programs */
    char label[120];            /* the question, and its unit */
    char unit[32];
    char section[32];           /* the title above it; empty: none */
    bool exact;                 /* a count, not a time */
    int better;                 /* 1: more is, -1: less is, 0: neither */
    bool apart;                 /* the figures differ beyond their spread */
    char caption[480];          /* what was seen; empty: nothing to say */
    double at;                  /* its place on the axis of a sweep, or its
                                   idle clients */
    struct cell *cells;         /* one a column */
};

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
    struct cell *cells;         /* likewise: the cells of all rows */
};

/* A table with nothing in it but the places for so much. NULL, after one line:
 * no memory. */
struct table *table_new(size_t n_columns, size_t n_rows, size_t n_rounds);
void table_free(struct table *t);

/* Median, lowest and highest of the rounds; a figure that is missing in one
 * round is none. */
void table_sum_up(const struct table *t, struct cell *c);

/* The figure as it stands in the table: a count in full, anything else with no
 * more digits than the spread allows. Returns it. */
const char *table_figure(const struct row *row, size_t column, char *to,
                         size_t size);

/* "±12" where the rounds lie far apart, else "". Returns it. */
const char *table_spread(const struct row *row, size_t column, char *to,
                         size_t size);

/* Has the column the best figure of the row, in so far as one is better? */
bool table_best(const struct table *t, const struct row *row, size_t column);

/* For people; `brief`: without the captions. */
void table_text(const struct table *t, FILE *to, bool brief);
void table_csv(const struct table *t, FILE *to);
void table_json(const struct table *t, FILE *to);

#endif
