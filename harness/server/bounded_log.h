/*
 * bounded_log.h: what a server writes, in a file that stays small.
 *
 * The server writes into a pipe, which its supervisor drains into a file. The
 * file keeps the first and the last 64 KiB. Between them one line says how many
 * bytes were left out.
 */
#ifndef BOUNDED_LOG_H
#define BOUNDED_LOG_H

#include <stdint.h>

enum { BOUNDED_LOG_PART = 65536 };

struct bounded_log {
    int pipe;                   /* nonblocking */
    int file;                   /* empty at first */
    int64_t written;            /* by the server, in bytes */
    char last[BOUNDED_LOG_PART];    /* a ring: what came after the first part */
};

/* Makes the pipe; the file is the caller's. Returns the end into which the
 * server writes; -1: errno. */
int bounded_log_open(struct bounded_log *log, int file);

/* Moves what has come into the file; does not wait for more. */
void bounded_log_drain(struct bounded_log *log);

/* How many bytes were written in all to a log's file. -1: it is none. */
int64_t bounded_log_size(int file);

#endif
