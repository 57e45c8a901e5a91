/*
 * sandbox.h: programs from strangers, and what they cannot reach.
 *
 * There are two walls. A process made by sandbox_fork has the machine to
 * itself: all that it starts sees no other process, no network but its own
 * lo, and files it can only read. Inside, sandbox_confine sets what each
 * command may use up, and as which user it runs. Where the kernel refuses the
 * first wall, as in many containers, the second still stands.
 */
#ifndef SANDBOX_H
#define SANDBOX_H

#include <sys/types.h>

enum { SANDBOX_REFUSED = 125 };     /* an exit status */

/* What one command may use. */
struct sandbox {
    uid_t user;                 /* it runs as this, if we are root; */
    gid_t group;                /*   0: it runs as we do */
    const char *home;           /* its HOME and TMPDIR */
    long cpu;                   /* seconds of CPU a process; 0: any */
    long memory;                /* MiB of address space a process; 0: any */
    long file;                  /* MiB of one file; 0: any */
    long processes;             /* of the user, if that is not us; 0: any */
};

/* Forks as fork(2) does. The child is process 1 of its own process namespace:
 * when it ends, in whatever way, all that it started ends too; and it ends when
 * we do. It has its own network namespace, in which lo alone is up, and may
 * write to no file system mounted by now. It is not dumpable: what it starts
 * cannot look into it. The pid that is returned is that of its keeper, which
 * ends with its exit status; with 128 + N after signal N; with SANDBOX_REFUSED
 * where the kernel refuses all this. -1: errno. namespaces(7) */
pid_t sandbox_fork(void);

/* Why sandbox_fork cannot work here, in words, or NULL: by trying. */
const char *sandbox_refused(void);

/* After sandbox_fork: an empty folder of so many MiB, which only this process
 * and its children see, comes to stand in place of this one. Returns 0 or -1.
 * tmpfs(5) */
int sandbox_cover(const char *folder, int mib);

/* From now on, in this process, each command that is started is confined so
 * (exec.h); it must outlive them. NULL: none is. */
void sandbox_confine(const struct sandbox *limits);

/* Their home; NULL: they are not confined. */
const char *sandbox_home(void);

/* In a child that is about to exec: what sandbox_confine said. The environment
 * keeps PATH, HOST and PORT. Returns 0 or -1. setrlimit(2), setresuid(2) */
int sandbox_apply(void);

#endif
