/*
 * trial.h: one probe put to one server.
 */
#ifndef TRIAL_H
#define TRIAL_H

#include "check/probes.h"
#include "client/wire.h"
#include "server/server.h"

enum verdict { HELD, FAILED, SKIPPED, NOT_RUN };

enum { MOST_CLIENTS = 10240, MOST_STEPS = 16 };

/* Why a probe failed that depends on time: so that it is asked again where that
 * may be chance, and that what clients wait for in vain does not cost its time
 * again and again. */
enum cause {
    OTHER_CAUSE, TOO_BUSY, TOO_LATE, NO_ANSWER, NO_FIN, NO_CONNECTION, CAUSES
};

struct trial {
    const struct probe *probe;
    const struct target *target;
    struct server server;
    bool running;               /* it is started, and not yet stopped */

    char steps[MOST_STEPS][100];
    size_t n_steps;

    double patience;            /* seconds (scaled): what must happen has
                                   happened by then */
    double soon;                /* the same, where no other client matters */

    enum verdict verdict;
    enum cause cause;           /* with FAILED */
    char expected[160];         /* with FAILED: what should have happened, */
    char came[800];             /*   and what did */
    char sentence[160];         /* with SKIPPED: why; with HELD: what was
                                   measured, or empty */
    struct wire culprit;        /* with FAILED: the client it happened to */
    char last_line[160];        /* of the server's stderr, */
    int64_t log_size;           /*   which has so many bytes in all */
    bool answered;              /* a byte has come back */
    bool never_ends;            /* no FIN came where one might (part) */
    int64_t began;              /* when (deadline.h) */
    double seconds;

    size_t n;
    struct wire clients[MOST_CLIENTS];  /* the first n are in use */
};

/* What a client is given to wait: at first, and once it is known that waiting
 * is in vain. */
#define TRIAL_PATIENCE 5.0
#define TRIAL_HASTE 1.0

/* Starts a server, and the probe, if it has a beginning. */
void trial_begin(struct trial *t, const struct probe *probe,
                 const struct target *target, double patience);

/* After trial_begin: puts the probe, and stops the server. Returns 0, or -1
 * when the server could not be started; t->came then says why. */
int trial_end(struct trial *t);

/* The probe is not put, for this reason. */
void trial_pass_over(struct trial *t, const struct probe *probe,
                     enum verdict verdict, const char *why);

/* Starts the server, as `how` says (NULL: in the ordinary way); stops it, if it
 * runs. trial_start returns 0 or -1; t->server.why then says why. */
int trial_start(struct trial *t, const struct launch *how);
void trial_stop(struct trial *t);

#endif
