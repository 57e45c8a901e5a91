/*
 * options.h: the options of a command line, from one table.
 *
 * A table's rows say what each option is called, what it takes and where that
 * goes. From them the command line is read (getopt_long(3) does the rest) and
 * the help, the manual page and the shells' completions are printed.
 */
#ifndef OPTIONS_H
#define OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* A table ends with a row without a name. Of flag, number, count, decimal,
 * text and read one is set: where the option goes. */
struct option_row {
    const char *name;           /* without the dashes */
    char letter;                /* its short form; 0: it has none */
    const char *argument;       /* what it takes: "N"; NULL: nothing */
    const char *help;
    const char *standard;       /* its value where it is not given, as it is
                                   written and shown; NULL: none */

    bool *flag;                 /* set to true */
    int *number;                /* a whole number from least to most; or with
                                   `words`, which of them it is */
    size_t *count;              /* the same, larger */
    long least, most;
    double *decimal;            /* above 0, up to most */
    const char **text;
    int (*read)(const char *text);      /* returns 0, or -1 after one line */

    const char *const *(*words)(void);  /* what may be, or is often, given */
    const char *without;        /* options that it excludes: "json csv" */
    const char *needs;          /* the option without which it is no use */
};

/* What else stands on a command line. */
struct arguments {
    char **words;               /* those that are no options, then NULL */
    size_t n;
    char **command;             /* after --; NULL: nothing is there */
    char **line;                /* all of it, as it was given */
};

/* Gives each option of the table its standard value. */
void options_defaults(const struct option_row *table);

/* Reads the options among argv[1], argv[2], ... of any of the tables, which
 * NULL ends, and gathers the rest in *a. `leading`: it stops at the first word
 * instead, which then is a->words[0], with all that follows. Returns 0; or,
 * after one line on stderr, USAGE, or CANNOT where memory runs out. */
int options_read(const struct option_row *const *tables, bool leading,
                 int argc, char **argv, struct arguments *a);

/* Prints the rows as help: "  -c, --clients N   how many (default 10)". */
void options_help(FILE *to, const struct option_row *table);

#endif
