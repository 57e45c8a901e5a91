/*
 * chart_claim.c: the title of a sweep's chart, computed from its figures.
 */
#include "compare/chart.h"

#include "compare/sweep.h"
#include "lib/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum change { FALLS, KEEPS, GAINS, UNKNOWN };

static const double much = 1.5; /* times as much, or as little, is a change */

struct fate {
    enum change change;
    double times;               /* by how much; at least 1 */
};

/* What became of the server in this column. */
static struct fate fate_of(const struct table *t, size_t column)
{
    double first = t->rows[0].cells[column].median;
    double last = t->rows[t->n_rows - 1].cells[column].median;
    double ratio = last / first;

    if (!(first > 0 && last > 0))
        return (struct fate){ UNKNOWN, 1 };
    if (ratio > much)
        return (struct fate){ GAINS, ratio };
    return (struct fate){ ratio < 1 / much ? FALLS : KEEPS, 1 / ratio };
}

static void append(char *to, size_t size, const char *text)
{
    size_t used = strlen(to);

    snprintf(to + used, size - used, "%s", text);
}

/* "about 100-fold", or "80- to 300-fold" where the factors lie apart. */
static void append_times(char *to, size_t size, double least, double most)
{
    char a[TEXT_NUMBER], b[TEXT_NUMBER], both[80];

    text_number(a, sizeof a, least, 1);
    text_number(b, sizeof b, most, 1);
    if (most > 2 * least)
        snprintf(both, sizeof both, " %s- to %s-fold", a, b);
    else
        snprintf(both, sizeof both, " about %s-fold",
                 text_number(a, sizeof a, sqrt(least * most), 1));
    append(to, size, both);
}

/* "poll and nonblocking fall about 100-fold": those with this fate. */
static void append_group(const struct table *t, enum change change, char *to,
                         size_t size)
{
    static const char *const one[] = { " falls", " keeps its speed", " gains" };
    static const char *const more[] = { " fall", " keep their speed", " gain" };
    double least = INFINITY, most = 0;
    size_t n = 0, said = 0;

    for (size_t c = 0; c < t->n_columns; c++) {
        struct fate f = fate_of(t, c);
        if (f.change != change)
            continue;
        least = fmin(least, f.times);
        most = fmax(most, f.times);
        n++;
    }
    if (n == 0)
        return;
    append(to, size, to[strlen(to) - 1] == ':' ? " " : ", ");
    for (size_t c = 0; c < t->n_columns; c++) {
        if (fate_of(t, c).change != change)
            continue;
        append(to, size, t->columns[c]);
        said++;
        append(to, size, said + 1 < n ? ", " : said < n ? " and " : "");
    }
    append(to, size, n == 1 ? one[change] : more[change]);
    if (change != KEEPS)
        append_times(to, size, least, most);
}

void chart_claim(const struct table *t, char *to, size_t size)
{
    static const enum change order[] = { GAINS, KEEPS, FALLS };
    char number[TEXT_NUMBER];
    const struct row *last = &t->rows[t->n_rows - 1];

    if (!t->axis->claim) {
        snprintf(to, size, "%s", last->caption);
        return;
    }
    text_count(number, sizeof number, (unsigned long long)last->at);
    snprintf(to, size, t->axis->claim, number);
    if (t->n_rows < 2)
        return;
    append(to, size, ":");
    for (size_t i = 0; i < 3; i++)
        append_group(t, order[i], to, size);
    if (to[strlen(to) - 1] == ':')
        to[strlen(to) - 1] = '\0';
}
