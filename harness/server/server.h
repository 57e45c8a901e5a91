/*
 * server.h: the server under test, as a word on the command line and as a
 * process.
 *
 * A target is one of
 *     epoll              one of our own five: the bin/echo-MODEL beside muxlab
 *     HOST:PORT          a server that runs already ([::1]:7 for IPv6)
 *     NAME='COMMAND'     any command, run by sh -c
 *     -- COMMAND ARG...  any command, run as it stands (last on the line)
 * In a command {port} and {host} are replaced, and PORT and HOST are in its
 * environment. It need use neither: the port is the one on which the child,
 * or a process it started, comes to listen.
 *
 * Each server that we start is the child of a supervisor (supervisor.h), which
 * ends it and all its descendants when told to, and when muxlab itself ends in
 * whatever way.
 */
#ifndef SERVER_H
#define SERVER_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/types.h>

struct trace;

struct target {
    char name[32];              /* what its column is called */
    char **command;             /* NULL-terminated; NULL for HOST:PORT */
    char host[256];             /* to listen on, or where it runs already */
    char port[8];               /* where it runs already; else empty */
    bool allocated;             /* the command is target_free's to free */
};

/* How to start it. All zeros is the ordinary way. */
struct launch {
    int port;                   /* {port} and PORT; 0: one that is free */
    int soft_files;             /* RLIMIT_NOFILE; 0: as muxlab was given it */
    int hard_files;
    int first_fd;               /* descriptors from 3 up to below this one
                                   are open on /dev/null; 0: none */
    int cpu;                    /* 1 + the only CPU it may run on; 0: any */
    struct trace *trace;        /* where an observer tells what it sees
                                   (trace.h); NULL: not observed */
    const struct ears *ears;    /* for `start`: it outlives muxlab, */
    int out, err;               /*   and writes to these files */
};

/* One run of a target: from target_start to target_stop. */
struct server {
    const struct target *target;
    struct sockaddr_storage address;
    socklen_t address_size;
    int port;
    pid_t pid;                  /* the process that listens, which is the
                                   command's or one it started; 0: not ours */
    pid_t supervisor;
    int line;                   /* the socket to the supervisor */
    int out, err;               /* what it wrote: files to pread from */
    bool ended;                 /* it ended by itself; see status, usage */
    int status;                 /* as from wait4(2), once it has ended */
    struct rusage usage;        /* likewise: it and the children it reaped */
    char why[512];              /* after a -1: one line, what went wrong */
    char said[200];             /* likewise: the last line it wrote, if any */
};

/* Reads one word. Returns 0, or -1 after one line on stderr. What it allocates
 * lives until target_free. */
int target_parse(struct target *t, const char *word);

/* The command that stands after `--`. argv is borrowed, not copied. Returns 0,
 * or -1 after one line. */
int target_command(struct target *t, char **argv);

void target_free(struct target *t);

/* Starts the server (or, for HOST:PORT, looks the address up), waits until it
 * listens, and fills *s. `how` may be NULL. Returns 0; or -1 with the reason,
 * and the last line of its stderr, in s->why, and nothing left running. */
int target_start(struct server *s, const struct target *t,
                 const struct launch *how);

/* The address it is called at, without the port, in numbers; in a static
 * buffer. */
const char *target_host(const struct server *s);

/* Has it ended by itself? Looks without waiting; fills status and usage. */
bool target_ended(struct server *s);

/* The same, waiting until then: who is cut off hears of the server's end a
 * moment before we do. */
bool target_ended_by(struct server *s, int64_t deadline);

/* SIGTERM to the server, then SIGKILL after two seconds to it and all that it
 * started; reaps, and fills status and usage. Returns 0 if it went within the
 * two seconds, 1 if it had to be killed. The logs stay readable until
 * target_forget. Does nothing for HOST:PORT. */
int target_stop(struct server *s);

/* Closes the logs; after target_stop. */
void target_forget(struct server *s);

/* Sends a signal to the server's process only. -1 if it is not ours. */
int target_signal(struct server *s, int signal);

/* Of the server and all its living descendants; -1 when /proc cannot tell. */
int64_t target_cpu(const struct server *s);     /* nanoseconds of CPU */
int64_t target_memory(const struct server *s);  /* bytes: RssAnon */
int64_t target_switches(const struct server *s);    /* context switches */
int target_files(const struct server *s);       /* open descriptors */

/* The line that tells most in a log (s->out or s->err), in line[size]: the last
 * that names an error ("OSError: ..."), else the last that is not empty.
 * Returns the log's size in bytes. */
int64_t target_log(int log, char *line, size_t size);

/* Copies a whole log to stderr, each line after the prefix. */
void target_show(int log, const char *prefix);

/* "exit status 1", "killed by SIGSEGV": in words, in a static buffer. */
const char *target_status(int status);

#endif
