/*
 * results.c: the table of a comparison.
 */
#include "compare/results.h"

#include "compare/caption.h"
#include "compare/comparison.h"
#include "compare/sweep.h"
#include "lib/text.h"

#include <stdio.h>
#include <string.h>

enum { DISTURBED = 10 };        /* percent of the machine */

static const char client_bound[] =
    "client-bound: the harness had no time to spare; the server may do more.";

/* What the rounds' answers say together: their words, and the first reason.
 * Of the last round some may be missing. */
static void write_cell(struct cell *c, const struct answer *answers,
                       size_t rounds)
{
    size_t bound = 0;

    while (c->n_rounds < rounds && answers[c->n_rounds].asked)
        c->n_rounds++;
    if (c->n_rounds == 0)
        strcpy(c->note, "Not asked: it was interrupted before.");
    for (size_t i = 0; i < c->n_rounds; i++) {
        const struct answer *a = &answers[i];
        c->rounds[i] = a->value;
        bound += a->client_bound;
        if (!*c->note)
            strcpy(c->note, a->note);
        if (!*c->word)
            strcpy(c->word, a->word);
    }
    if (!*c->note && 2 * bound > c->n_rounds)
        strcpy(c->note, client_bound);
}

/* Are all rows counts, or so far apart that noise does not matter? */
static bool all_sure(const struct comparison *v)
{
    for (size_t r = 0; r < v->n_asked; r++)
        if (!v->asked[r]->lecture)
            return false;
    return true;
}

/* A machine that is shared gives figures that vary: say so. */
static void write_disturbed(const struct comparison *v, char *to, size_t size)
{
    to[0] = '\0';
    if (v->disturbed >= DISTURBED && !all_sure(v))
        snprintf(to, size, " Other programs took %.0f %% of the machine "
                 "meanwhile: the rates suffer.", v->disturbed);
}

/* Were fewer idle clients taken than a question wants? */
static void write_room(const struct comparison *v, char *to, size_t size)
{
    char idle[32];

    to[0] = '\0';
    for (size_t r = 0; r < v->n_asked; r++) {
        size_t room = question_idle(v->asked[r], &v->machine);
        if (room == v->asked[r]->idle)
            continue;
        text_count(idle, sizeof idle, room);
        snprintf(to, size, " They leave room for %s idle clients.", idle);
        return;
    }
}

static void write_rounds(const struct comparison *v, char *to, size_t size)
{
    if (v->done < v->rounds)
        snprintf(to, size, "INTERRUPTED in round %zu of %zu: what there is so "
                 "far.", v->done + 1, v->rounds);
    else if (v->rounds == 1 && all_sure(v))
        snprintf(to, size, "One round: counts hardly vary, and the rest "
                 "lies too far apart for noise to matter.");
    else if (v->rounds == 1)
        snprintf(to, size, "ONE ROUND: nothing is known of the spread.");
    else
        snprintf(to, size, "Median of %zu interleaved rounds, ± half the range "
                 "where it is wide.", v->rounds);
}

static void write_head(const struct comparison *v, char *head, size_t size)
{
    char machine[320], room[80], disturbed[120], rounds[120];

    machine_line(&v->machine, machine, sizeof machine);
    write_room(v, room, sizeof room);
    write_rounds(v, rounds, sizeof rounds);
    write_disturbed(v, disturbed, sizeof disturbed);
    snprintf(head, size, "%s%s %s Every byte that came back was compared.%s",
             machine, room, rounds, disturbed);
}

static const struct row *find_base(const struct comparison *v,
                                   const struct table *t,
                                   const struct question *q)
{
    for (size_t r = 0; q->base && r < t->n_rows; r++)
        if (strcmp(v->asked[r]->key, q->base) == 0)
            return &t->rows[r];
    return NULL;
}

static void write_row(struct comparison *v, const struct table *t, size_t r)
{
    const struct question *q = v->asked[r];
    struct row *row = &t->rows[r];

    row->at = sweep_place(v, q);
    snprintf(row->key, sizeof row->key, "%s", q->key);
    snprintf(row->unit, sizeof row->unit, "%s", q->unit);
    snprintf(row->section, sizeof row->section, "%s",
             v->axis ? "" : question_section(q));
    row->exact = q->exact;
    row->better = q->better == MORE ? 1 : q->better == LESS ? -1 : 0;
    snprintf(row->label, sizeof row->label, "%s",
             question_label(q, &v->machine));
    for (size_t c = 0; c < v->n_targets; c++) {
        write_cell(&row->cells[c], comparison_answer(v, r, c, 0), v->rounds);
        table_sum_up(t, &row->cells[c]);
    }
}

struct table *results_table(struct comparison *v)
{
    struct table *t = table_new(v->n_targets, v->n_asked, v->rounds);

    if (!t)
        return NULL;
    t->axis = v->axis;
    write_head(v, t->head, sizeof t->head);
    snprintf(t->machine, sizeof t->machine, "%.120s, %d CPU%s",
             v->machine.kernel, v->machine.cpus,
             v->machine.cpus == 1 ? "" : "s");
    for (size_t c = 0; c < v->n_targets; c++)
        snprintf(t->columns[c], TABLE_NAME, "%s", v->targets[c].name);
    for (size_t r = 0; r < v->n_asked; r++)
        write_row(v, t, r);
    for (size_t r = 0; r < v->n_asked; r++)
        caption_write(&t->rows[r], v->asked[r], t,
                      find_base(v, t, v->asked[r]));
    return t;
}
