/*
 * tracer.h: the observer: a process of its own between the supervisor and the
 * server, which sees the server's system calls and lets them pass.
 *
 * The server notices nothing but time: signals, stops, exit status, threads
 * and children are as ever. But no program gains privileges by its set-user-ID
 * bit under session (PR_SET_NO_NEW_PRIVS), and if the observer is killed,
 * so is all it observes (PTRACE_O_EXITKILL). ptrace(2), seccomp(2).
 */
#ifndef TRACER_H
#define TRACER_H

struct trace;

/* Called by a process that is about to exec the server. Forks: the new process
 * returns 0, is traced from here on, and may exec. The old one is the tracer
 * and never returns: it ends when all that it traces has, as the server did.
 * Returns -1 (errno; t->refused is set) where tracing is not allowed. */
int tracer_become(struct trace *t);

/* Where tracing was refused with `error`: what to do about it, in words. */
const char *tracer_remedy(int error);

#endif
