/*
 * tracer.h: the observer: a process of its own between the supervisor and the
 * server, which sees the server's system calls and, but for the faults that
 * it is told to inject, lets them pass.
 *
 * The server notices nothing but time: signals, stops, exit status, threads
 * and children are as without it. But an observed program gains no privileges
 * by its set-user-ID bit (PR_SET_NO_NEW_PRIVS); and if the observer is killed,
 * everything it observes is killed, too (PTRACE_O_EXITKILL). ptrace(2),
 * seccomp(2).
 */
#ifndef TRACER_H
#define TRACER_H

struct inject;
struct trace;

/* Called by a process that is about to exec the server. Forks: the new process
 * returns 0, is traced from here on, and may exec. The old one becomes the
 * tracer and does not return: it ends when everything it traces has ended, with
 * the server's status. Puts the faults of `in` into calls. Returns -1 (errno;
 * t->refused) if tracing is refused. */
int tracer_become(struct trace *t, const struct inject *in);

/* What to do where tracing was refused with `error`, in words. */
const char *tracer_remedy(int error);

#endif
