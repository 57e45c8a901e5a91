/*
 * server.h: one run of a target: the server under test, as a process.
 *
 * Each server that we start is the child of a supervisor (supervisor.h), which
 * ends it and all its descendants when told to, and when muxlab itself ends in
 * whatever way.
 */
#ifndef SERVER_H
#define SERVER_H

#include "server/address.h"
#include "server/launch.h"
#include "server/target.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/types.h>

/* One run of a target: from server_start to server_stop. */
struct server {
    const struct target *target;
    struct address address;
    int port;
    pid_t pid;                  /* the process that listens, which is the
                                   command's or one it started; 0: not ours */
    pid_t guardian;             /* our child */
    pid_t supervisor;           /* its child, and the parent of the server */
    int line;                   /* the socket to the supervisor */
    bool lost;                  /* the supervisor was killed, or hung */
    int out, err;               /* what it wrote: files to pread from */
    bool ended;                 /* it ended by itself; see status, usage */
    int status;                 /* as from wait4(2), once it has ended */
    struct rusage usage;        /* likewise: it and the children it reaped */
    char why[512];              /* after a -1: one line, what went wrong */
    char said[200];             /* likewise: the line of its log that tells
                                   most, or nothing */
    bool lacked;                /* likewise: the machine lacked what it takes,
                                   so that the server is not to blame */
};

/* Starts the server (or, for HOST:PORT, looks the address up), waits until it
 * listens, and fills *s. `how` may be NULL. Returns 0; or -1 with the reason,
 * and a line of its stderr, in s->why, and nothing left running. */
int server_start(struct server *s, const struct target *t,
                 const struct launch *how);

/* To start it, or another, once more where it listens. A path stays there. */
struct launch server_same_place(const struct server *s);

/* Has it ended by itself? Does not wait; fills status and usage. */
bool server_ended(struct server *s);

/* The same, waiting until then: a client that is cut off may notice the
 * server's end a moment before we do. */
bool server_ended_by(struct server *s, int64_t deadline);

/* SIGTERM to the server, then SIGKILL after two seconds to it and all that it
 * started; reaps, and fills status and usage. Returns 0 if it went within the
 * two seconds, 1 if it had to be killed. The logs stay readable until
 * server_forget. Does nothing for HOST:PORT. */
int server_stop(struct server *s);

/* Closes the logs; after server_stop. If server_shows_logs is set, first copies
 * what the server wrote on stderr to ours. */
extern bool server_shows_logs;
void server_forget(struct server *s);

/* Sends a signal to the server's process only. -1 if it is not ours. */
int server_signal(struct server *s, int signal);

/* Of the server and all its living descendants; -1 when /proc cannot tell. */
int64_t server_cpu(const struct server *s);     /* nanoseconds of CPU */
int64_t server_waited(const struct server *s);  /* nanoseconds for a CPU */
int64_t server_ready(const struct server *s);   /* threads that run, or could */
int64_t server_memory(const struct server *s);  /* bytes */
int64_t server_switches(const struct server *s);    /* context switches */
int server_files(const struct server *s);       /* open descriptors */
int server_tasks(const struct server *s);       /* threads, and zombies */

/* The line that tells most in a log (s->out or s->err), in line[size]: the last
 * of the highest rank in the final 16 KiB ("OSError: ..." before other lines).
 * Returns the log's size in bytes. */
int64_t server_log_line(int log, char *line, size_t size);

/* About how often this text is in a log: as often as in its last part. */
int64_t server_log_count(int log, const char *text);

/* Copies a whole log to stderr, each line after the prefix. */
void server_log_show(int log, const char *prefix);

/* "exit status 1", "killed by SIGSEGV"; and as what a server did: "ended with
 * exit status 1", "was killed by SIGSEGV". In static buffers. */
const char *server_end_text(int status);
const char *server_status_text(int status);

#endif
