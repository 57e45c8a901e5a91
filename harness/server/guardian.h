/*
 * guardian.h: the parent of a supervisor.
 *
 * A server may kill, stop or trace its own parent. So each supervisor has a
 * guardian above it, a subreaper too. It ends with its supervisor. If the
 * supervisor was killed, all that it looked after becomes the guardian's, which
 * kills it. If it was stopped, the guardian lets it go on. If it is traced by a
 * process that it looks after, the guardian kills them all.
 *
 * A server may turn against both. So while muxlab lives, it looks after the
 * guardians as they do after supervisors.
 */
#ifndef GUARDIAN_H
#define GUARDIAN_H

#include <stdbool.h>
#include <sys/types.h>

/* Forks a supervisor, and guards it until it has ended or is traced by what it
 * looks after, or until SIGTERM comes: then kills all that is left. Returns 0
 * in the supervisor; -1 (errno) when it could not be forked. With `tied` it is
 * the same when the parent of the calling process ends. */
int guardian_become(bool tied);

/* SIGKILL to each child of the calling process that is no guardian. They cannot
 * be mistaken: their numbers are not used again before we have reaped them. If
 * one is traced, SIGKILL to its descendants, too: one of them may hold it. */
void guardian_kill_children(void);

/* Does a process below us trace this one, a supervisor or a guardian? A thread
 * does, and tells which process it is of. Debuggers of muxlab are above us. */
bool guardian_is_seized(pid_t helper);

/* In muxlab: forks the process that is to become a guardian; at most 16 at a
 * time. What a guardian that is killed looked after becomes muxlab's then; but
 * not if muxlab has other children, left by a shell that ran it with exec.
 * Returns as fork(2) does. */
pid_t guardian_fork(void);

/* Waits until the guardian has ended by itself. If it does not, or was killed,
 * ends it and all that it left. */
void guardian_wait(pid_t guardian);

#endif
