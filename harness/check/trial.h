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

/* Why a probe failed. All causes but the first depend on time: that may be
 * chance, so the probe is put again. After several of one cause we wait
 * less. */
enum cause {
    OTHER_CAUSE, TOO_BUSY, TOO_LATE, NO_ANSWER, NO_FIN, NO_CONNECTION, CAUSES
};

struct trial {
    const struct probe *probe;
    const struct target *target;
    struct server server;
    bool started;               /* the server did start, */
    bool running;               /*   and is not yet stopped */

    char steps[MOST_STEPS][100];
    size_t n_steps;

    double patience;            /* seconds, before scaling: what must happen has
                                   happened by then */
    double soon;                /* the same, where other clients must not delay
                                   it */

    enum verdict verdict;
    enum cause cause;           /* with FAILED */
    char expected[160];         /* with FAILED: what should have happened, */
    char came[800];             /*   and what did */
    char sentence[160];         /* with SKIPPED: why; with HELD: what was
                                   measured, or empty */
    struct wire culprit;        /* with FAILED: the client it happened to */
    char last_line[160];        /* that tells most of the server's stderr, */
    int64_t log_size;           /*   which has so many bytes in all */
    bool answered;              /* a byte has come back */
    bool never_ends;            /* part() waited for a FIN in vain: it waits no
                                   more */
    int64_t began;              /* when (deadline.h) */
    double seconds;

    struct wire *clients;       /* of MOST_CLIENTS the first n are in use; valid
                                   only in the process that puts the probe */
    size_t n;
};

/* What a client is given to wait: at first, and once it is known that waiting
 * is in vain. */
#define TRIAL_PATIENCE 5.0
#define TRIAL_HASTE 1.0

/* Puts the probe to a fresh server, in a process of its own, which ends when we
 * do. *t must be in memory that it shares with us (mmap(2), MAP_SHARED), and
 * holds what came of it once the process has ended. All is over by `cap`
 * (deadline.h; but the server may take its time to end). What is shown of the
 * server's stderr goes to the file `log`, or where ours does (-1). Returns the
 * process's pid, or -1: errno, from fork(2). */
pid_t trial_fork(struct trial *t, const struct probe *probe,
                 const struct target *target, double patience, int64_t cap,
                 int log);

/* That process has ended, as waitpid(2) says: if it could not complete the
 * probe, notes this in *t. */
void trial_over(struct trial *t, int status);

/* The probe is not put, for this reason. */
void trial_pass_over(struct trial *t, const struct probe *probe,
                     enum verdict verdict, const char *why);

/* If the server could not be started since the machine lacked something, the
 * probe is skipped for this reason. */
void trial_spare(struct trial *t);

/* Starts the server, as `how` says (NULL: in the ordinary way); stops it, if it
 * runs. trial_start returns 0 or -1; t->server.why then says why. */
int trial_start(struct trial *t, const struct launch *how);
void trial_stop(struct trial *t);

#endif
