/*
 * tracee.h: the threads and processes under observation, and the call that
 * each is in.
 */
#ifndef TRACEE_H
#define TRACEE_H

#include "watch/trace.h"

/* What the observer does to a call. */
struct fault {
    int error;                  /* it fails with this; 0: it does not */
    uint64_t most;              /* it moves at most so many bytes; 0: all */
    bool natural;               /* the kernel would have done it, too */
};

/* A word of its memory, or an argument, that was changed for one call. */
struct change {
    int argument;               /* its number; -1: it is memory, */
    uint64_t at, before;        /*   there; and what it was */
};

enum { TRACEE_CHANGES = 3 };

struct tracee {
    pid_t tid;
    pid_t process;
    bool inside;                /* between a call's begin and its end */
    bool restarts;              /* its call was interrupted, and may go on */
    uint64_t args[6];           /* of that call */
    bool patient;               /* that call may wait */
    bool waits;                 /* it is one of those by which programs wait */
    struct fault fault;         /* of that call */
    struct change changes[TRACEE_CHANGES];
    int n_changes;              /* so many are to be undone */
    struct call call;
    struct tracee *next;
};

/* The tracee with that number; a new one if it is not known. */
struct tracee *tracee_find(pid_t tid, struct trace *trace);

/* A call begins, with these arguments. */
void tracee_begin(struct tracee *tracee, struct trace *trace, int row,
                  const uint64_t args[6]);

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

/* ---- what can be seen of it ---------------------------------------------- */

/* Copies from its memory; returns how many bytes. */
ssize_t tracee_peek(const struct tracee *tracee, uint64_t from, void *to,
                    size_t size);

/* The inode of the socket behind a descriptor; 0: it is none. */
ino_t tracee_socket(const struct tracee *tracee, int fd);

/* Is it a regular file, or nonblocking? proc(5), fd and fdinfo. */
bool tracee_never_sleeps(const struct tracee *tracee, int fd);

/* Would a read or an accept not be in vain? */
bool tracee_is_readable(const struct tracee *tracee, int fd);

/* The port at the other end of a descriptor, and in a socket address that a
 * call was given; 0: there is none. */
uint16_t tracee_peer(const struct tracee *tracee, int fd);
uint16_t tracee_port_at(const struct tracee *tracee, uint64_t address);

/* ---- what can be done to it ---------------------------------------------- */

/* Before a call: lets it move at most so many bytes, or does it not at all but
 * lets it fail. Return whether that could be done. */
bool tracee_shorten(struct tracee *tracee, uint64_t most);
bool tracee_skip(struct tracee *tracee, int error);

/* After a call: its arguments are again what the program thinks they are. */
void tracee_restore(struct tracee *tracee);

#endif
