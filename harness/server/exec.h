/*
 * exec.h: what a child does between fork and exec.
 */
#ifndef EXEC_H
#define EXEC_H

#include <sys/types.h>

struct spawn;

/* Why it could not become the command: told in memory shared with its
 * parent. */
struct failure {
    int error;                  /* errno; 0: it could */
    char what[48];
};

/* Becomes the command, as `what` asks. On failure exits, having filled *f.
 * `parent` is the process that forked it: when that ends, so does this one. */
_Noreturn void exec_become(const struct spawn *what, struct failure *f,
                            pid_t parent);

#endif
