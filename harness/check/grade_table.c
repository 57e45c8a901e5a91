/*
 * grade_table.c: what came of the class: class.csv, and what is printed.
 */
#include "check/grade.h"

#include "check/suite.h"
#include "lib/atomic_file.h"
#include "lib/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BARS = 10, MOST_FAILED = 10, BAR_COLUMNS = 40 };

/* ---- class.csv ----------------------------------------------------------- */

static void print_cell(FILE *to, const char *text, char end)
{
    text_csv(to, text);
    putc(end, to);
}

static void print_figure(FILE *to, double figure)
{
    if (!isnan(figure))
        fprintf(to, "%.10g", figure);
    putc(',', to);
}

static const struct json *probes_of(const struct json *result)
{
    static const struct json none;
    const struct json *probes = json_member(result, "probes", JSON_LIST);

    return probes ? probes : &none;
}

static bool is_lost(const struct json *probe)
{
    return json_number_of(probe, "of") > 0
        && strcmp(json_text_of(probe, "verdict"), "held") != 0;
}

static const char *first_failure(const struct json *result)
{
    for (const struct json *p = probes_of(result)->first; p; p = p->next)
        if (is_lost(p))
            return json_text_of(p, "name");
    return json_text_of(result, "why");
}

/* The rung's part of the result, or NULL. */
static const struct json *rung_of(const struct json *result, int rung)
{
    const struct json *rungs = json_member(result, "rungs", JSON_LIST);
    const struct json *r = rungs ? rungs->first : NULL;

    while (r && rung-- > 0)
        r = r->next;
    return r;
}

/* Was any probe of the rung put to any submission? */
static bool is_asked(const struct grade *g, int rung)
{
    for (size_t i = 0; i < g->n; i++) {
        const struct json *result = g->submissions[i].result;
        const struct json *r = result ? rung_of(result, rung) : NULL;

        if (r && json_number_of(r, "of") > 0)
            return true;
    }
    return false;
}

static void print_rungs(FILE *to, const struct grade *g,
                        const struct json *result)
{
    for (int i = 0; i < RUNGS; i++) {
        const struct json *r = rung_of(result, i);

        if (is_asked(g, i))
            print_figure(to, r ? json_number_of(r, "score") : NAN);
    }
}

static void print_row(FILE *to, const struct grade *g,
                      const struct json *r)
{

    print_cell(to, json_text_of(r, "name"), ',');
    print_cell(to, json_text_of(r, "status"), ',');
    print_figure(to, json_number_of(r, "score"));
    print_figure(to, json_number_of(r, "of"));
    print_rungs(to, g, r);
    fprintf(to, "%.1f,", json_number_of(r, "seconds"));
    print_cell(to, first_failure(r), ',');
    print_cell(to, json_text_of(r, "note"), ',');
    print_cell(to, json_text_of(r, "sources"), ',');
    fprintf(to, "%.0f\r\n", json_number_of(r, "seed"));
}

int grade_table_write(const struct grade *g)
{
    char path[PATH_MAX + 16];

    snprintf(path, sizeof path, "%s/class.csv", g->out);
    FILE *f = atomic_file_open(path);
    if (!f)
        return -1;
    fprintf(f, "name,status,score,of,");
    for (int i = 0; i < RUNGS; i++)
        if (is_asked(g, i))
            print_cell(f, suite_rungs[i].name, ',');
    fprintf(f, "seconds,first failure,note,sources,seed\r\n");
    for (size_t i = 0; i < g->n; i++)
        if (g->submissions[i].result)
            print_row(f, g, g->submissions[i].result);
    return atomic_file_close(f, path);
}

/* ---- what is printed ----------------------------------------------------- */

static void print_bar(int n, int most)
{
    int columns = most > BAR_COLUMNS ? n * BAR_COLUMNS / most : n;

    for (int i = 0; i < columns || (i == 0 && n > 0); i++)
        putchar('#');
    printf("%s%d\n", n > 0 ? " " : "", n);
}

/* By tenths of the full score, the best first; which has a line of its own. */
static void print_scores(const struct grade *g)
{
    int counts[BARS + 1] = { 0 }, most = 0;

    for (size_t i = 0; i < g->n; i++) {
        const struct json *r = g->submissions[i].result;
        double share = !r ? NAN : json_number_of(r, "score")
            / json_number_of(r, "of");
        if (!isnan(share))
            counts[(int)(share * BARS + 1e-9)]++;
    }
    for (int i = 0; i <= BARS; i++)
        most = counts[i] > most ? counts[i] : most;
    printf("       100 %%  ");
    print_bar(counts[BARS], most);
    for (int i = BARS - 1; i >= 0; i--) {
        printf("%3d to %3d %%  ", i * 100 / BARS, (i + 1) * 100 / BARS);
        print_bar(counts[i], most);
    }
}

/* How many failed the probe, and in *of to how many it was put. */
static int count_failed(const struct grade *g, const char *name, int *of)
{
    int failed = 0;

    *of = 0;
    for (size_t i = 0; i < g->n; i++) {
        const struct json *r = g->submissions[i].result;
        const struct json *p = r ? probes_of(r)->first : NULL;

        while (p && strcmp(json_text_of(p, "name"), name) != 0)
            p = p->next;
        *of += p && json_number_of(p, "of") > 0;
        failed += p && is_lost(p);
    }
    return failed;
}

struct failed {
    const struct probe *probe;
    int n, of;
    int place;
};

static int more_failed(const void *a, const void *b)
{
    const struct failed *one = a, *other = b;

    return other->n != one->n ? other->n - one->n : one->place - other->place;
}

static void print_failed(const struct grade *g)
{
    struct failed all[100] = { { .n = 0 } };
    size_t n = 0;

    for (int i = 0; i < RUNGS; i++)
        for (const struct probe *p = suite_rungs[i].probes; p->name; p++) {
            struct failed f = { .probe = p, .place = (int)n };
            f.n = count_failed(g, p->name, &f.of);
            if (f.n > 0 && n < sizeof all / sizeof *all)
                all[n++] = f;
        }
    qsort(all, n, sizeof *all, more_failed);
    if (n > 0)
        printf("\nWhat the class failed most:\n");
    for (size_t i = 0; i < n && i < MOST_FAILED; i++)
        printf("%4d of %d  %s: %s\n", all[i].n, all[i].of, all[i].probe->name,
               all[i].probe->holds);
}

/* How many have this status; what has none is missing. */
static int count_status(const struct grade *g, const char *status)
{
    int n = 0;

    for (size_t i = 0; i < g->n; i++) {
        const struct json *r = g->submissions[i].result;
        n += strcmp(r ? json_text_of(r, "status") : "missing", status) == 0;
    }
    return n;
}

void grade_table_print(const struct grade *g)
{
    static const char *const others[] = { "no build", "no program",
        "does not start", "time was up", "too large", "missing", NULL };

    printf("%d of %zu graded", count_status(g, "graded"), g->n);
    for (int i = 0; others[i]; i++)
        if (count_status(g, others[i]) > 0)
            printf(", %d %s", count_status(g, others[i]), others[i]);
    printf("\n\n");
    print_scores(g);
    print_failed(g);
    for (size_t i = 0; i < g->n; i++) {
        const struct json *r = g->submissions[i].result;
        if (r && *json_text_of(r, "note"))
            printf("\n%s: %s\n", text_word(g->submissions[i].name),
                   json_text_of(r, "note"));
    }
}

void grade_table_list(const struct grade *g)
{
    for (size_t i = 0; i < g->n; i++) {
        const struct json *r = g->submissions[i].result;

        printf("%-24s %s", text_word(g->submissions[i].name),
               r ? json_text_of(r, "status") : "missing");
        if (r && json_member(r, "score", JSON_NUMBER))
            printf(", %.4g of %.4g", json_number_of(r, "score"),
                   json_number_of(r, "of"));
        putchar('\n');
    }
}
