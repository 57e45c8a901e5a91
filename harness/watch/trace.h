/*
 * trace.h: what the observer saw: one record for each system call, in memory
 * that it shares with muxlab.
 *
 * A server that never sleeps makes a hundred thousand calls in vain a second.
 * Repeats of one vain call, between two of a thread's calls that were not in
 * vain, share one record, which says how often, from when and until when.
 */
#ifndef TRACE_H
#define TRACE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

enum {
    TRACE_MOST = 1 << 20,       /* records; further ones are only counted */
    TRACE_TEXT = 24,
    TRACE_UNFINISHED = -4096    /* as a result: the call did not return */
};

struct call {
    int64_t begin, end;         /* moments: see deadline.h */
    int64_t result;             /* or minus errno */
    uint64_t asked;             /* bytes, or descriptors watched */
    uint64_t times;             /* how many calls, all in vain if not 1 */
    pid_t process, thread;
    int fd;                     /* -1: none */
    uint16_t peer;              /* the number of an accepted client's socket
                                   (address.h), or the port that connect goes
                                   to; 0: unknown */
    uint8_t row;                /* in the table of syscalls.h */
    bool vain;                  /* it would have blocked; or nothing was ready,
                                   and it was told not to wait */
    bool slept;                 /* as far as can be seen: it was allowed to
                                   and took 0.1 ms or more */
    bool injected;              /* by us: cut short, or failed (inject.h) */
    uint8_t text_size;
    char text[TRACE_TEXT];      /* the first of the bytes it moved */
};

struct trace {
    _Atomic uint64_t n;         /* calls[0 .. n - 1] are complete */
    _Atomic uint64_t lost;      /* past TRACE_MOST */
    _Atomic unsigned cut;       /* see trace_cut */
    _Atomic uint64_t injected;  /* calls */
    _Atomic pid_t pid;          /* the server's; 0: not yet */
    _Atomic int refused;        /* errno: ptrace cannot do it here */
    _Atomic int at_work;        /* threads whose last call was none in which
                                   servers wait */
    struct call calls[TRACE_MOST];
};

/* Memory to share with children forked from now on; NULL: errno. Only pages
 * that are written to take memory. */
struct trace *trace_new(void);
void trace_free(struct trace *t);

/* Ends the records of vain calls that are being gathered: each lies wholly
 * before this moment or, but for one call, wholly after it. */
void trace_cut(struct trace *t);

/* The observer's side: adds a call, or gathers it if it was in vain.
 * trace_flush adds what was gathered for a thread (0: for all threads). */
void trace_tell(struct trace *t, const struct call *c);
void trace_flush(struct trace *t, pid_t thread);

#endif
