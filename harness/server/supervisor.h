/*
 * supervisor.h: the parent of what we run, and the end of all it started.
 *
 * A supervisor is a process that muxlab starts for one command. It is the
 * command's parent and, as a subreaper, becomes the parent of every descendant
 * that loses its own, even of one that called setsid or forked twice. So when
 * it has no child, nothing is left. It holds one end of a socketpair, the line.
 * End of file there means that muxlab has ended, in whatever way, and that all
 * must end at once.
 *
 * The command's process stays a zombie, its number its own, until the
 * supervisor is told to stop. (Where the server is observed, the supervisor's
 * child is the observer, and the server the observer's: tracer.h.)
 */
#ifndef SUPERVISOR_H
#define SUPERVISOR_H

#include "server/launch.h"

#include <stdbool.h>
#include <sys/resource.h>
#include <sys/types.h>

enum report_kind {
    REPORT_STARTED,
    REPORT_ENDED,               /* by itself: status, usage, or why it never
                                   ran: error, what */
    REPORT_STOPPED              /* on order: nothing is left */
};

/* One message on the line, from the supervisor. */
struct report {
    enum report_kind kind;
    pid_t pid;                  /* of the command's process */
    pid_t supervisor;
    bool ended;                 /* by itself, before any order */
    bool killed;                /* SIGTERM was not enough */
    int status;                 /* as from wait4(2) */
    struct rusage usage;
    int error;                  /* errno; 0: it ran */
    char what[48];              /* what the error is about */
};

/* What muxlab sends on the line, to the supervisor. */
enum order {
    ORDER_STOP = 's',           /* SIGTERM, two seconds, SIGKILL; report */
    ORDER_DETACH = 'd'          /* live on when muxlab ends, as long as the
                                   lease says */
};

/* An order as it is sent, with the deadline_scale of its sender. */
struct order_message {
    enum order order;
    double scale;
};

/* How long a server may take to end, on SIGTERM and then on SIGKILL. */
enum { GRACE_SECONDS = 2, KILL_SECONDS = 2 };

/* Forks a guardian (guardian.h), which forks the supervisor. Returns the
 * guardian's pid, and the line in *line; -1: errno. */
pid_t supervisor_start(const struct spawn *what, int *line);

/* Waits for the next report, at most until the deadline (0: only looks; -1:
 * for as long as it takes, but a signal's handler ends the wait). Returns 0,
 * or -1: EAGAIN, EINTR, or EPIPE when the supervisor has gone. */
int supervisor_receive(int line, struct report *r, long long deadline);

/* Sends an order, and our deadline_scale with it. -1 when the supervisor has
 * gone. */
int supervisor_order(int line, enum order order);

/* Orders it to live on without us, and waits until it has let go of the line,
 * which is then closed. Leaving earlier, with a report unread, would reset the
 * line and lose the order. Returns 0 or -1. */
int supervisor_detach(int line);

/* Orders the stop and waits for it, a second longer than it may take; then has
 * the guardian (0: it is not our child) end all, and reaps it. Returns 0 with
 * the last report, or -1 if none came. The line is closed. */
int supervisor_stop(pid_t guardian, int line, struct report *last);

#endif
