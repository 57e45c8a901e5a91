/*
 * trial.h: what a probe is, and the words in which one is written.
 *
 * A probe is a recipe: a function that does one thing to a fresh server, in
 * steps that are told when it fails. The words below do nothing once something
 * has failed, so that a recipe is a plain list of them, with no test after each
 * line; only a loop that takes long asks t->verdict.
 *
 * A rung is a table of probes; to add one, write its function and its row.
 */
#ifndef TRIAL_H
#define TRIAL_H

#include "client/wire.h"
#include "server/server.h"

/* What a server may claim to be. Each is asked what those before it are. */
enum profile {
    SEQUENTIAL,                 /* one client after the other */
    CONCURRENT,                 /* many clients at once */
    SCALABLE                    /* past 1024, and asleep when all are idle */
};

enum verdict { HELD, FAILED, SKIPPED, NOT_RUN };

enum { KIB = 1024, MIB = 1024 * 1024 };

/* In seconds, each stretched by --timeout-scale. */
#define PATIENCE 5.0            /* what must happen, has happened by then */
#define SOON 2.0                /* an answer that waits for nobody else's end */
#define QUIET 0.25              /* a window in which something must not happen,
                                   or in which nothing more does */

struct trial;

/* Who can be asked. */
enum whose {
    ANY,                        /* any server, also one that runs already */
    OURS                        /* one that we start, restart and look into */
};

/* A row of the table. */
struct probe {
    const char *name;           /* --only finds it by this */
    void (*run)(struct trial *t);
    enum profile asked;         /* the first profile that is asked this */
    enum whose whose;
    const char *holds;          /* what is true of a server that passes */
    struct launch how;          /* how the server is started for it */
};

/* A table ends with a row of zeros. */
extern const struct probe probes_echo[], probes_rude[], probes_many[],
    probes_past[];

enum { MOST_CLIENTS = 512, MOST_STEPS = 16 };

/* One probe put to one server. */
struct trial {
    const struct probe *probe;
    const struct target *target;
    struct server server;
    bool running;               /* it is started, and not yet stopped */

    struct wire clients[MOST_CLIENTS];
    size_t n;
    char steps[MOST_STEPS][100];
    size_t n_steps;

    enum verdict verdict;
    char expected[160];         /* with FAILED: what should have happened, */
    char came[800];             /*   and what did */
    char sentence[160];         /* with SKIPPED: why; with HELD: what was
                                   measured, or empty */
    struct wire culprit;        /* with FAILED: the client it happened to */
    char last_line[160];        /* of the server's stderr */
    bool answered;              /* a byte has come back */
    double seconds;
};

/* Starts a server, puts the probe to it, and stops it. Returns 0, or -1 when
 * the server could not be started; t->came then says why. */
int trial_run(struct trial *t, const struct probe *probe,
              const struct target *target);

/* ---- The words ---------------------------------------------------------- */

#define FORMAT(n) __attribute__((format(printf, n, n + 1)))

/* Tells what is done next; a sentence without its full stop. */
void step(struct trial *t, const char *format, ...) FORMAT(2);

/* It holds, and this was measured. */
void note(struct trial *t, const char *format, ...) FORMAT(2);

/* It cannot be asked here, for this reason. */
void skip(struct trial *t, const char *format, ...) FORMAT(2);

/* It does not hold. */
void fail(struct trial *t, const char *expected, const char *came, ...)
    FORMAT(3);

/* Fails with this client's story for what came. */
void fail_client(struct trial *t, const struct wire *w, const char *expected,
                 ...) FORMAT(3);

/* A client connects; n of them do, all in PATIENCE. They stay until the trial
 * ends. */
struct wire *arrive(struct trial *t);
struct wire *crowd(struct trial *t, size_t n);

/* Bytes go; bytes come back, right ones; both, in PATIENCE. */
void say(struct trial *t, struct wire *w, size_t n);
void hear(struct trial *t, struct wire *w, size_t n);
void echo(struct trial *t, struct wire *w, size_t n);

/* The same, but in SOON: others who are connected must not delay it. */
void echo_soon(struct trial *t, struct wire *w, size_t n);

/* Half-closes. */
void half_close(struct trial *t, struct wire *w);

/* Half-closes if that is not done, and awaits end of file, and no byte. */
void finish(struct trial *t, struct wire *w);

/* Reads all it is owed and end of file, after a half-close. */
void drain(struct trial *t, struct wire *w);

/* Moves n clients (wire_pump) within so many seconds. */
void pump(struct trial *t, struct wire *w, size_t n, double seconds);

/* Sends and reads nothing, until nothing more goes or `most` bytes have gone.
 * Returns how many have not been read. */
uint64_t stuff(struct trial *t, struct wire *w, uint64_t most);

/* Goes: in peace, or with RST. */
void leave(struct trial *t, struct wire *w);
void reset(struct trial *t, struct wire *w);

/* A client comes, is answered and leaves: the server still serves. */
void visit(struct trial *t);

/* Stops the server; then, or instead, starts it in another way. The clients
 * stay. */
void stop_server(struct trial *t);
void start_again(struct trial *t, const struct launch *how);

/* The server's CPU time over a QUIET window, in percent of one core; negative
 * where /proc cannot tell. */
double busy(struct trial *t);

#endif
