/*
 * comparison.c: every question to every server, round after round: A B C D E,
 * A B C D E, ... One server is alive at a time.
 */
#include "compare/comparison.h"

#include "lib/interrupt.h"

#include <err.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct answer *comparison_answer(struct comparison *v, size_t row,
                                 size_t target, size_t round)
{
    return &v->answers[(row * v->n_targets + target) * v->rounds + round];
}

static void cannot_start(struct comparison *v, struct run *r, struct answer *a)
{
    v->failed = true;
    run_cannot(a, "Could not be %s: %s.",
               r->server.target->command ? "started" : "reached",
               r->server.why);
}

/* The server may have ended since the last answer, because of what it was
 * asked then. */
static bool alive(struct comparison *v, struct run *r, struct answer *last,
                  struct answer *a)
{
    struct answer why = { 0 };

    if (r->counts_done || !run_ended(r, &why))
        return true;
    v->wrong = true;
    if (last && !*last->note)
        strcpy(last->note, why.note);
    run_end(r);
    if (run_begin(r, r->server.target) == 0)
        return true;
    cannot_start(v, r, a);
    return false;
}

static void ask(struct comparison *v, struct run *r, const struct question *q,
                struct answer *a)
{
    size_t gone;

    r->question = q;
    r->lost = false;
    if (!run_idle(r, question_idle(q, &v->machine), a))
        return;
    q->ask(r, a);
    gone = r->counts_done ? 0 : idle_lost(&r->army);
    if (gone > 0) {
        a->value = NAN;
        r->lost = true;
        if (!run_ended(r, a))
            run_cannot(a, "Hung up on %zu of %zu idle clients.", gone,
                       r->army.size);
    }
}

/* The next row of this life: of those with at least as many idle clients as
 * the last one, the first; so their number only grows. */
static size_t next_row(const struct comparison *v, int life, size_t last)
{
    size_t next = v->n_asked;

    for (size_t row = 0; row < v->n_asked; row++) {
        const struct question *q = v->asked[row];
        bool after = last == v->n_asked || q->idle > v->asked[last]->idle
            || (row > last && q->idle == v->asked[last]->idle);
        if (q->life == life && after
            && (next == v->n_asked || q->idle < v->asked[next]->idle))
            next = row;
    }
    return next;
}

/* One server's life: all its questions of one round. */
static void live(struct comparison *v, struct run *r, int life, size_t target,
                 size_t round)
{
    struct answer *a = NULL, *last = NULL;
    size_t row = next_row(v, life, v->n_asked);

    if (row == v->n_asked || interrupt_came())
        return;
    int begun = run_begin(r, &v->targets[target]);
    for (; row < v->n_asked && !interrupt_came();
         row = next_row(v, life, row)) {
        last = a;
        a = comparison_answer(v, row, target, round);
        *a = (struct answer){ .value = NAN };
        progress_show(&v->progress, "%s, %s", v->targets[target].name,
                      question_name(v->asked[row], &v->machine));
        if (begun == -1)
            cannot_start(v, r, a);
        else if (alive(v, r, last, a))
            ask(v, r, v->asked[row], a);
        a->asked = !interrupt_came();
        v->wrong = v->wrong || r->wrong;
    }
    if (begun == 0)
        run_end(r);
}

static int last_life(const struct comparison *v)
{
    int last = 0;

    for (size_t row = 0; row < v->n_asked; row++)
        if (v->asked[row]->life > last)
            last = v->asked[row]->life;
    return last;
}

/* All questions to one server. */
static void ask_target(struct comparison *v, size_t target, size_t round)
{
    struct run r = {
        .machine = &v->machine, .window = v->seconds, .keep = v->details,
        .question = v->asked[0],
    };

    if (run_meet(&r, &v->targets[target]) == -1)
        r.turns_come = true;    /* the next start may do better */
    for (int life = 0; life <= last_life(v); life++)
        live(v, &r, life, target, round);
}

int comparison_try(const struct comparison *v)
{
    struct run r = { .machine = &v->machine };

    for (size_t i = 0; i < v->n_targets; i++) {
        if (run_start(&r, &v->targets[i]) == -1) {
            warnx("%s", r.server.why);
            return -1;
        }
        run_end(&r);
    }
    return 0;
}

int comparison_run(struct comparison *v,
                   void (*after_round)(struct comparison *v))
{
    v->answers = calloc(v->n_asked * v->n_targets * v->rounds,
                        sizeof *v->answers);
    if (!v->answers) {
        warn("answers");
        return -1;
    }
    v->progress.total = v->n_asked * v->n_targets * v->rounds;
    interrupt_catch();
    for (size_t round = 0; round < v->rounds && !interrupt_came(); round++) {
        for (size_t target = 0; target < v->n_targets; target++)
            ask_target(v, target, round);
        v->done += !interrupt_came();
        v->disturbed = machine_disturbed(&v->machine);
        if (after_round)
            after_round(v);
    }
    progress_wipe();
    return 0;
}

void comparison_free(struct comparison *v)
{
    if (v->answers)
        for (size_t i = 0; i < v->n_asked * v->n_targets * v->rounds; i++)
            free(v->answers[i].detail);
    free(v->answers);
}
