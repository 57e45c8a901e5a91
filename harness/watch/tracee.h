/*
 * tracee.h: the threads and processes under observation, and the call that
 * each is in.
 */
#ifndef TRACEE_H
#define TRACEE_H

#include "watch/trace.h"

struct tracee {
    pid_t tid;
    pid_t process;
    bool inside;                /* between a call's begin and its end */
    bool restarts;              /* its call was interrupted, and may go on */
    uint64_t args[6];           /* of that call */
    bool patient;               /* that call may wait */
    struct call call;
    struct tracee *next;
};

/* The tracee with that number; a new one if it is not known. */
struct tracee *tracee_find(pid_t tid);

/* A call begins, with these arguments. */
void tracee_begin(struct tracee *tracee, int row, const uint64_t args[6]);

/* The call returns its result, or -errno: add it to the trace. */
void tracee_end(struct tracee *tracee, struct trace *trace, int64_t result);

/* A signal interrupts the call, which may yet go on. */
void tracee_interrupt(struct tracee *tracee);

/* If the call was interrupted and did not go on, it has ended with EINTR. */
void tracee_finish(struct tracee *tracee, struct trace *trace);

/* If it is in a call, or was interrupted in one, that call will not return:
 * exec, or death. */
void tracee_abandon(struct tracee *tracee, struct trace *trace);

/* One has ended; all have. */
void tracee_leave(pid_t tid, struct trace *trace);
void tracee_leave_all(struct trace *trace);

#endif
