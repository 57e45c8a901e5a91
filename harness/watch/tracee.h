/*
 * tracee.h: the threads and processes under session, and the call that each
 * is in.
 */
#ifndef TRACEE_H
#define TRACEE_H

#include "watch/trace.h"

struct tracee {
    pid_t tid;
    pid_t process;
    bool inside;                /* between a call's begin and its end */
    bool restarts;              /* it was interrupted, and may go on */
    uint64_t args[6];           /* of that call */
    bool patient;               /* it may wait */
    struct call call;
    struct tracee *next;
};

/* The task of that number; a new one if it is not known. */
struct tracee *tracee_find(pid_t tid);

/* A call begins, with these arguments. */
void tracee_begin(struct tracee *task, int row, const uint64_t args[6]);

/* It returns: -errno or the result. Told to the trace. */
void tracee_end(struct tracee *task, struct trace *trace, int64_t result);

/* It is broken off by a signal, and may yet go on. */
void tracee_interrupt(struct tracee *task);

/* If it was interrupted and did not go on, it has ended with EINTR. */
void tracee_finish(struct tracee *task, struct trace *trace);

/* If it is inside a call, or broken off in one, that will not return: exec,
 * death. */
void tracee_abandon(struct tracee *task, struct trace *trace);

/* The task has ended; all have. */
void tracee_leave(pid_t tid, struct trace *trace);
void tracee_leave_all(struct trace *trace);

#endif
