/*
 * verb.h: the verbs.
 *
 * A verb is a file: a row for the table in main.c that says all that its help,
 * the manual page and the completions tell, and what runs it once its command
 * line has been read.
 */
#ifndef VERB_H
#define VERB_H

#include "lib/options.h"

#include <stdbool.h>
#include <stdio.h>

enum { WRONG_USAGE = -1 };      /* USAGE may be the status of a command */

struct verb {
    const char *name;
    const char *does;           /* in one line */
    const char *usage;          /* the words after the options; a line for
                                   each way */
    const char *about;          /* before the options in the help, and */
    const char *notes;          /*   after them: see text_paragraphs */
    const struct option_row *options;
    const char *list_title;     /* what `list` prints, or NULL */
    void (*list)(FILE *to);
    bool minds_deadline;        /* it ends by itself at --deadline, with what
                                   was found so far */
    struct {
        const char *status, *when;
    } ends[8];                  /* every exit status; ends with NULL */

    /* Returns the exit status (lib/exit_status.h); WRONG_USAGE, after one line,
     * if the words are wrong. */
    int (*run)(const struct arguments *a);
};

/* The table in main.c, which NULL ends. */
extern const struct verb *const verbs[];

extern const struct verb verb_check, verb_compare, verb_grade, verb_help,
    verb_load, verb_start, verb_stop, verb_talk, verb_watch, verb_with;

#endif
