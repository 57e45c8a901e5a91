/*
 * launch.h: how a process is started: what the server, its supervisor and the
 * child that becomes it tell each other.
 */
#ifndef LAUNCH_H
#define LAUNCH_H

#include "server/address.h"

#include <stdbool.h>
#include <sys/types.h>

/* How long a supervisor lives on after the muxlab that forked it. */
struct lease {
    int listener;               /* the control socket (control.h) */
    pid_t owner;                /* stop when this process ends; 0: none */
    double lifetime;            /* stop after so many seconds (scaled) */
};

/* How to start it. All zeros is the ordinary way. */
struct launch {
    int port;                   /* {port} and PORT; 0: one that is free */
    char path[ADDRESS_PATH + 1];        /* {path}; empty: a new one, */
    bool keeps_path;            /*   which stays there when it has ended */
    int soft_files;             /* RLIMIT_NOFILE; 0: as muxlab was given it */
    int hard_files;
    int first_fd;               /* descriptors from 3 up to below this one
                                   are open on /dev/null; 0: none */
    int cpu;                    /* 1 + the only CPU it may run on; 0: any */
    int (*before_exec)(void *); /* called in the child, last of all, with */
    void *argument;             /*   this; it returns 0, or -1 and errno.
                                   NULL: there is nothing to do */
    const struct lease *lease;  /* for `start`: it outlives muxlab, */
    int out, err;               /*   and writes to these files */
};

/* What to run, and how. */
struct spawn {
    char **command;             /* searched for in PATH */
    const char *host, *port;    /* HOST and PORT for it; NULL: as they are */
    const struct launch *how;   /* limits and the like; NULL: ordinary */
    bool foreground;            /* a user's command, which keeps our streams,
                                   descriptors and terminal; else a server */
    pid_t group;                /* the process group it joins; 0: its own */
    int out, err;               /* else: files for what it writes, which
                                   stay small (bounded_log.h) */
    const struct lease *lease;  /* NULL: lives no longer than muxlab */
    const char *path;           /* removed in the end; NULL: nothing */
};

#endif
