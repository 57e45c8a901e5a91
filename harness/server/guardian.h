/*
 * guardian.h: the parent of a supervisor.
 *
 * A server may kill, stop or trace its own parent. So each supervisor has a
 * guardian above it, a subreaper too. It ends with its supervisor. If the
 * supervisor was killed, all that it looked after becomes the guardian's, which
 * kills it. If it was stopped, the guardian lets it go on. If it is traced by a
 * process that it looks after, the guardian kills them all.
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
