/*
 * comparison.c: every question to every server, round after round: A B C D E,
 * A B C D E, ... One server is alive at a time.
 */
#include "compare/comparison.h"

#include "lib/interrupt.h"
#include "lib/terminal.h"

#include <err.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { LIVES = 3 };

struct answer *comparison_answer(struct comparison *v, size_t row,
                                 size_t target, size_t round)
{
    return &v->answers[(row * v->n_targets + target) * v->rounds + round];
}

/* One line on a terminal, overwritten by the next. */
static void progress(const struct comparison *v, size_t target, size_t round,
                     size_t row)
{
    size_t done = (round * v->n_targets + target) * 20
        / (v->rounds * v->n_targets);

    if (!terminal_erases(stderr))
        return;
    fprintf(stderr, "\r\033[K[%-20.*s] round %zu of %zu: %s: %s", (int)done,
            "####################", round + 1, v->rounds,
            v->targets[target].name, v->asked[row]->key);
}

static void progress_end(void)
{
    if (terminal_erases(stderr))
        fprintf(stderr, "\r\033[K");
}

static void cannot_start(struct comparison *v, struct run *r, struct answer *a)
{
    v->failed = true;
    run_cannot(a, "Could not be %s: %s.",
               r->server.target->command ? "started" : "reached",
               r->server.why);
}

/* The server may have died of the question before. */
static bool alive(struct comparison *v, struct run *r, struct answer *a)
{
    const struct target *t = r->server.target;

    if (r->counts_done || !server_ended(&r->server))
        return true;
    v->wrong = true;
    run_cannot(a, "It had ended (%s), and was started again.",
               server_status_text(r->server.status));
    run_end(r);
    if (run_begin(r, t) == 0)
        return true;
    cannot_start(v, r, a);
    return false;
}

static void ask(struct comparison *v, struct run *r, const struct question *q,
                struct answer *a)
{
    *a = (struct answer){ .value = NAN, .asked = true };
    if (!alive(v, r, a) || !run_idle(r, question_idle(q, &v->machine), a))
        return;
    r->question = q;
    q->ask(r, a);
    size_t gone = r->counts_done ? 0 : idle_lost(&r->army);
    if (gone > 0) {
        a->value = NAN;
        run_cannot(a, "Hung up on %zu of %zu idle clients.", gone,
                   r->army.size);
    }
    v->wrong = v->wrong || r->wrong;
    a->asked = !interrupt_came();
}

/* The next row of this life: of those with at least as many idle clients as
 * the last one, the first; so the army only grows. */
static size_t next_row(const struct comparison *v, int life, size_t last)
{
    size_t next = v->n_asked;

    for (size_t row = 0; row < v->n_asked; row++) {
        const struct question *q = v->asked[row];
        bool after = last == v->n_asked || q->idle > v->asked[last]->idle
            || (q->idle == v->asked[last]->idle && row > last);
        if (q->life == life && after
            && (next == v->n_asked || q->idle < v->asked[next]->idle))
            next = row;
    }
    return next;
}

/* One server's life: all its questions of one round. */
static void live(struct comparison *v, int life, size_t target, size_t round)
{
    struct run r = {
        .machine = &v->machine,
        .window = v->seconds,
        .keep = v->latencies,
    };
    size_t row = next_row(v, life, v->n_asked);

    if (row == v->n_asked || interrupt_came())
        return;
    progress(v, target, round, row);
    int begun = run_begin(&r, &v->targets[target]);
    for (; row < v->n_asked && !interrupt_came();
         row = next_row(v, life, row)) {
        struct answer *a = comparison_answer(v, row, target, round);
        progress(v, target, round, row);
        if (begun == 0)
            ask(v, &r, v->asked[row], a);
        else {
            *a = (struct answer){ .value = NAN, .asked = true };
            cannot_start(v, &r, a);
        }
    }
    if (begun == 0)
        run_end(&r);
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
    interrupt_catch();
    for (size_t round = 0; round < v->rounds && !interrupt_came(); round++) {
        for (size_t target = 0; target < v->n_targets; target++)
            for (int life = 0; life < LIVES; life++)
                live(v, life, target, round);
        v->done += !interrupt_came();
        v->disturbed = machine_disturbed(&v->machine);
        if (after_round)
            after_round(v);
    }
    progress_end();
    return 0;
}

void comparison_free(struct comparison *v)
{
    if (v->answers)
        for (size_t i = 0; i < v->n_asked * v->n_targets * v->rounds; i++)
            free(v->answers[i].latency);
    free(v->answers);
}
