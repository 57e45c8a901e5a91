/*
 * results.h: the table of a comparison.
 */
#ifndef RESULTS_H
#define RESULTS_H

struct comparison;
struct table;

/* Makes the table of the answers so far, which is table_free's to free. NULL,
 * after one line: no memory. */
struct table *results_table(struct comparison *v);

#endif
