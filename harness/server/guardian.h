/*
 * guardian.h: the parent of a supervisor.
 *
 * A server may kill, stop or trace its own parent. So each supervisor has a
 * guardian above it, a subreaper too. It ends with its supervisor. If that was
 * killed, what the supervisor had looked after becomes the guardian's, which
 * kills it. A supervisor that was stopped it lets go on; one that is traced by
 * what it looks after, it kills with all the rest.
 */
#ifndef GUARDIAN_H
#define GUARDIAN_H

#include <stdbool.h>
#include <sys/types.h>

/* Forks a supervisor, and guards it until it has ended or is traced by what it
 * looks after, or until SIGTERM comes: then kills all that is left. Returns 0
 * in the supervisor; -1 (errno) when it could not be forked. With `tied`
 * SIGTERM comes when the parent of the calling process ends, too. */
int guardian_become(bool tied);

/* SIGKILL to each child of the calling process. They cannot be mistaken: their
 * numbers are not used again before we have reaped them. */
void guardian_kill_children(void);

#endif
