/*
 * ledger_print.c: the ledger as a table.
 */
#include "watch/ledger.h"

#include "lib/text.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { LABEL = 18, COLUMN = 12 };

/* Zero prints as blank. */
static const char *grouped(uint64_t n, char to[TEXT_NUMBER])
{
    to[0] = '\0';
    return n == 0 ? to : text_count(to, TEXT_NUMBER, n);
}

static const char *milliseconds(int64_t ns, char to[TEXT_NUMBER])
{
    to[0] = '\0';
    if (ns > 0)
        snprintf(to, TEXT_NUMBER, "%.1f", (double)ns / 1e6);
    return to;
}

static const char *share(uint64_t part, uint64_t messages, char to[TEXT_NUMBER])
{
    to[0] = '\0';
    if (part > 0 && messages > 0)
        snprintf(to, TEXT_NUMBER, "%.2f", (double)part / (double)messages);
    return to;
}

/* The text of one cell. */
static const char *cell(const struct ledger *l, const struct ledger_row *row,
                        char what, char to[TEXT_NUMBER])
{
    switch (what) {
    case 'c': return grouped(row->calls, to);
    case 'v': return grouped(row->vain, to);
    case 'b': return grouped(row->bytes, to);
    case 's': return milliseconds(row->asleep, to);
    case 'm': return share(row->calls, l->messages, to);
    default: return share(row->vain, l->messages, to);
    }
}

/* The rows of the table: what returned, all of it together, and what had not
 * returned at the end. */
enum part { RETURNED, ALL, UNDER_WAY };

static const struct ledger_row *row_of(const struct ledger *l, enum part part,
                                       int row)
{
    return part == RETURNED ? &l->rows[row]
        : part == UNDER_WAY ? &l->under_way[row] : &l->all;
}

/* One line of the table of several servers, if a cell has something to show. */
static void print_line(const struct ledger *l, size_t n, const char *label,
                       enum part part, int row, char what)
{
    char line[256], number[TEXT_NUMBER];
    int size = snprintf(line, sizeof line, "%-*s", LABEL, label);
    int end = 0;

    for (size_t i = 0; i < n && size < (int)sizeof line; i++) {
        const char *text = cell(&l[i], row_of(&l[i], part, row), what,
                                number);

        size += snprintf(line + size, sizeof line - (size_t)size, "%*s",
                         COLUMN, text);
        if (text[0] != '\0')
            end = size;
    }
    if (end > 0)
        printf("%.*s\n", end, line);
}

static void print_columns(const struct ledger *l, size_t n)
{
    printf("%-*s", LABEL, "");
    for (size_t i = 0; i < n; i++)
        printf("%*.*s", COLUMN, COLUMN - 1, l[i].name);
    printf("\n");
    for (int row = 0; row < syscall_rows_count; row++) {
        print_line(l, n, syscall_rows[row].name, RETURNED, row, 'c');
        print_line(l, n, "  in vain", RETURNED, row, 'v');
    }
    printf("\n");
    print_line(l, n, "calls a message", ALL, 0, 'm');
    print_line(l, n, "  in vain", ALL, 0, 'w');
    print_line(l, n, "bytes moved", ALL, 0, 'b');
    print_line(l, n, "asleep, ms", ALL, 0, 's');
    for (int row = 0; row < syscall_rows_count; row++) {
        char label[LABEL];

        snprintf(label, sizeof label, "in %s, ms", syscall_rows[row].name);
        print_line(l, n, label, UNDER_WAY, row, 's');
    }
}

static void print_row(const struct ledger *l, const char *label,
                      const struct ledger_row *row)
{
    const char *order = l->messages > 0 ? "cvbsm" : "cvbs";
    char number[TEXT_NUMBER];
    int blank = 0;              /* columns since the last that is not empty */

    if (row->calls == 0)
        return;
    printf("%-*s", LABEL, label);
    for (const char *what = order; *what != '\0'; what++) {
        const char *text = cell(l, row, *what, number);

        blank += COLUMN;
        if (*text == '\0')
            continue;
        printf("%*s", blank, text);
        blank = 0;
    }
    printf("\n");
}

static void print_one(const struct ledger *l)
{
    printf("%-*s%*s%*s%*s%*s%*s\n", LABEL, l->name, COLUMN, "calls", COLUMN,
           "in vain", COLUMN, "bytes", COLUMN, "asleep, ms",
           l->messages > 0 ? COLUMN : 0, l->messages > 0 ? "a message" : "");
    for (int row = 0; row < syscall_rows_count; row++) {
        print_row(l, syscall_rows[row].name, &l->rows[row]);
        if (l->under_way[row].calls > 0)
            printf("%-*s%*s%*.1f\n", LABEL, syscall_rows[row].name, 2 * COLUMN,
                   "under way", 2 * COLUMN,
                   (double)l->under_way[row].asleep / 1e6);
    }
    print_row(l, "all", &l->all);
}

static void print_notes(const struct ledger *l)
{
    if (l->why[0] != '\0')
        printf("\n%s: %s\n", l->name, l->why);
    if (l->injected > 0)
        printf("\n%s: a fault was put into %" PRIu64 " call%s, from start to "
               "end\n(the table: from the first connect to the last answer; "
               "in vain: found nothing)\n", l->name, l->injected,
               l->injected == 1 ? "" : "s");
    if (l->lost > 0)
        printf("\n%s: %" PRIu64 " calls more than can be kept are not "
               "counted\n", l->name, l->lost);
}

void ledger_print(const struct ledger *l, size_t n, const struct exchange *e)
{
    char messages[TEXT_NUMBER];

    printf("%s messages of %d bytes, %d client%s, each byte verified; observed"
           "\n(counts are exact; times are not those of a free run)\n\n",
           grouped(e->messages, messages), LEDGER_MESSAGE, e->clients,
           e->clients == 1 ? "" : "s in turn");
    if (n == 1)
        print_one(l);
    else
        print_columns(l, n);
    for (size_t i = 0; i < n; i++)
        print_notes(&l[i]);
}

void ledger_print_client(const struct ledger *l)
{
    printf("%s, from its first connect to its end; observed\n(counts are "
           "exact; times are not those of a free run)\n\n", l->name);
    print_one(l);
    print_notes(l);
}
