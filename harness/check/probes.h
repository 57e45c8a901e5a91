/*
 * probes.h: the tables of probes, and what a row of them says.
 *
 * A probe is a function that does one thing to a fresh server, written in the
 * words of actions.h. To add one, write its function and its row, a server in
 * tests/servers/ that fails it, and its test in tests/harness/probes.bats.
 */
#ifndef PROBES_H
#define PROBES_H

#include "client/pattern.h"
#include "server/launch.h"

/* What a server may claim to be. Each profile is asked everything that the
 * profiles before it are asked. */
enum profile {
    SEQUENTIAL,                 /* one client after the other */
    CONCURRENT,                 /* many clients at once */
    SCALABLE,                   /* past 1024, and asleep when all are idle */
    ROBUST                      /* survives failing system calls */
};

/* Which servers can be asked. */
enum whose {
    ANY,                        /* any server, also one that runs already */
    OURS                        /* one that we start, restart and look into */
};

/* To which replies (--reply) a probe can be put. */
enum {
    TO_LINES = 1 << REPLY_LINES,
    TO_NONE = 1 << REPLY_NONE,
    TO_HTTP = 1 << REPLY_HTTP,
    TO_ECHOES = 1 << REPLY_SAME | 1 << REPLY_UPPER,
    TO_ANSWERS = TO_ECHOES | TO_LINES,
    TO_ALL = TO_ANSWERS | TO_NONE       /* but HTTP */
};

/* What its clients send. */
enum carrier { STREAMS, DATAGRAMS, EITHER };

struct trial;

struct probe {
    const char *name;           /* --only finds it by this */
    void (*run)(struct trial *t);
    enum carrier carrier;
    enum profile asked;         /* the first profile that is asked this */
    enum whose whose;
    unsigned replies;           /* 0: TO_ECHOES */
    const char *holds;          /* what is true of a server that passes */
    const char *usual;          /* what usually causes a failure, */
    const char *see;            /*   and the page that shows how it is done */
    struct launch how;          /* how the server is started; {0}: as usual */
    bool waits;                 /* only waits some seconds: runs beside the
                                   others, uncounted */
};

/* Each table ends with a row of zeros. */
extern const struct probe probes_echo[], probes_lines[], probes_none[],
    probes_http[], probes_datagrams[], probes_rude[], probes_concurrent[],
    probes_past_1024[], probes_at_rest[], probes_faults[], probes_named[];

#endif
