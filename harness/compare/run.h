/*
 * run.h: one server that questions are put to, from its start to its stop; and
 * why an answer is missing.
 */
#ifndef RUN_H
#define RUN_H

#include "compare/detail.h"
#include "compare/table.h"
#include "load/generator.h"
#include "load/idle.h"
#include "load/machine.h"
#include "server/server.h"

#include <stdbool.h>
#include <stddef.h>

struct question;

/* One server's answer to one question, in one round. */
struct answer {
    double value;               /* NAN: none, and `note` says why */
    char word[12];              /* stands in place of a number: "never" */
    char note[TABLE_NOTE];
    bool client_bound;          /* the harness set the pace */
    struct detail *detail;      /* where it was kept; or NULL */
    bool asked;                 /* false: not asked yet */
};

struct run {
    const struct machine *machine;      /* these four are the caller's, */
    double window;              /* seconds that a rate is measured for */
    bool keep;                  /* answers are to have their details */
    const struct question *question;    /* that it is asked now */

    double second;              /* and these three run_meet's: seconds until
                                   the second client, behind a silent one, had
                                   its answer; -1: it had none as long as the
                                   first was there, */
    bool turns_come;            /*   but it had one afterwards */
    struct answer meeting;

    struct server server;
    struct idle_clients army;
    int64_t memory;             /* bytes, before it had much to do; */
    int64_t kernel_memory;      /*   and the kernel's, then */
    bool many_done;             /* two rows share what 64 clients saw, */
    struct outcome many;
    double firsts[DETAIL_CLIENTS];
    bool counts_done;           /* two what the server counted, */
    double looks, turns;        /* a message; -1: unknown */
    bool calls_done;            /* and two its system calls, likewise */
    double calls, vain;
    bool lost;                  /* a connection failed or ended */
    bool wrong;                 /* a wrong byte came back, or it broke down */
};

/* Starts a server, or reaches the one at HOST:PORT. Returns 0; or -1, and the
 * reason is in r->server.why. */
int run_start(struct run *r, const struct target *t);

/* Starts a server, looks at how it treats a second client, and stops it. */
int run_meet(struct run *r, const struct target *t);

/* Starts a server that has been met, for questions. */
int run_begin(struct run *r, const struct target *t);

/* Closes its idle clients, and stops it if it still runs. */
void run_end(struct run *r);

/* Room for the answer's details, where they are to be kept; else NULL. And for
 * its latencies, which are a part of them. */
struct detail *run_detail(const struct run *r, struct answer *a);
struct histogram *run_latency(const struct run *r, struct answer *a);

/* No figure, for this reason (as printf). Returns false. */
bool run_cannot(struct answer *a, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The same, where the harness had no memory or descriptors to ask with. */
bool run_lacks(struct answer *a);

/* Why a server that left the second client unanswered cannot do more. */
const char *run_excuse(const struct run *r);

/* Has it ended by itself? Then *a says when and why, and what to do. */
bool run_ended(struct run *r, struct answer *a);

/* Lets the idle clients be n. false: they cannot, and *a says why. */
bool run_idle(struct run *r, size_t n, struct answer *a);

/* Runs the workload. false: there is no figure in it, and *a says why. */
bool run_load(struct run *r, const struct workload *plan, struct outcome *o,
              struct answer *a);

/* The same for 64 clients that say 500 things each and leave, so that a server
 * of one client at a time comes round to all of them: it is in r->many. Run
 * once, however often it is asked for. */
bool run_many(struct run *r, struct answer *a);

/* The same for an outcome that is there already. */
bool run_judge(struct run *r, const struct workload *plan,
               const struct outcome *o, struct answer *a);

#endif
