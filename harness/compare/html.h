/*
 * html.h: a run as one page of HTML that stands by itself: no script, no other
 * file; light, dark and on paper. One chart is one screen.
 *
 * All of it is made from a saved run. A part for which the run has nothing is
 * left out.
 */
#ifndef HTML_H
#define HTML_H

#include "compare/table.h"
#include "lib/json.h"

#include <stdio.h>

struct html {
    FILE *to;
    const struct json *run;     /* as save.h and gather.h wrote it */
    const struct table *table;  /* the same run's */
};

/* Writes the file, whole or not at all. Returns 0, or -1 after one line. */
int html_write(const char *path, const struct json *run,
               const struct table *table);

/* ---- the parts, each in a file of its own -------------------------------- */

void html_style(const struct html *h);          /* the rules of <style> */
void html_verdict(const struct html *h);        /* what was seen, in words */
void html_timeline(const struct html *h);       /* which clients wait */
void html_firsts(const struct html *h);         /* each client's first answer */
void html_idle(const struct html *h);           /* rates over idle clients */
void html_looks(const struct html *h);          /* looks over idle clients */
void html_calls(const struct html *h);          /* useful, and in vain */
void html_latency(const struct html *h);        /* percentiles */
void html_heat(const struct html *h);           /* latency over time */
void html_memory(const struct html *h);
void html_rest(const struct html *h);           /* CPU while all are silent */
void html_check(const struct html *h);          /* probes by servers */
void html_table(const struct html *h);          /* all figures */
void html_machine(const struct html *h);        /* what it was measured on */
void html_form(const struct html *h);           /* to predict, and to answer */

/* ---- what they share ----------------------------------------------------- */

/* The row with this key, or NULL. */
const struct row *html_row(const struct html *h, const char *key);

/* What was kept of a round of the cell (detail.h): its member of this name and
 * kind, or NULL. */
const struct json *html_detail(const struct html *h, const char *key,
                               size_t column, size_t round, const char *name,
                               enum json_kind kind);

/* Begins a picture: its heading, and a line below. Returns where that stands.
 * "</svg>" ends it. */
int html_slide(const struct html *h, const char *heading, const char *below,
               int height);

/* The name of a server, its right end here. */
void html_name(const struct html *h, size_t column, int x, int y);

#endif
