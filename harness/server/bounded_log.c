/*
 * bounded_log.c: what a server writes, in a file that stays small.
 */
#include "server/bounded_log.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PART = BOUNDED_LOG_PART, AT_ONCE = 64 };

static const char mark[] = "\n[muxlab left out %" PRId64 " bytes here]\n";
static const char mark_read[] = "\n[muxlab left out %" SCNd64 " bytes here]";

int bounded_log_open(struct bounded_log *log, int file)
{
    int ends[2];

    if (pipe2(ends, O_CLOEXEC) == -1)
        return -1;
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    log->pipe = ends[0];
    log->file = file;
    log->written = 0;
    return ends[1];
}

/* A log that cannot be written, on a full disk perhaps, is no reason to disturb
 * the server. */
static int64_t put(const struct bounded_log *log, const char *bytes, int64_t n,
                   int64_t offset)
{
    ssize_t put = n > 0 ? pwrite(log->file, bytes, (size_t)n, offset) : 0;

    return offset + (put > 0 ? put : 0);
}

/* The bytes go to the end of the first part, and the rest into the ring. */
static void take(struct bounded_log *log, const char *bytes, int64_t n)
{
    int64_t first = PART - log->written;

    first = first < 0 ? 0 : first < n ? first : n;
    put(log, bytes, first, log->written);
    log->written += first;
    for (; first < n; first++)
        log->last[log->written++ % PART] = bytes[first];
}

/* Writes the ring, oldest byte first, behind the first part. */
static void show_last(const struct bounded_log *log)
{
    int64_t after = log->written - PART;
    int64_t left_out = after > PART ? after - PART : 0;
    int64_t oldest = left_out ? log->written % PART : 0;
    char line[sizeof mark + 20] = "";

    if (left_out)
        snprintf(line, sizeof line, mark, left_out);
    int64_t end = put(log, line, (int64_t)strlen(line), PART);
    end = put(log, log->last + oldest,
              (left_out ? PART : after) - oldest, end);
    end = put(log, log->last, oldest, end);
    if (ftruncate(log->file, end) == -1)
        return;
}

void bounded_log_drain(struct bounded_log *log)
{
    static char bytes[PART];
    ssize_t n;

    for (int i = 0; i < AT_ONCE
         && (n = read(log->pipe, bytes, sizeof bytes)) > 0; i++)
        take(log, bytes, n);
    if (log->written > PART)
        show_last(log);
}

int64_t bounded_log_size(int file)
{
    char line[sizeof mark + 20] = "";
    int64_t left_out;
    struct stat s;

    if (fstat(file, &s) == -1)
        return -1;
    if (s.st_size <= 2 * PART
        || pread(file, line, sizeof line - 1, PART) <= 0
        || sscanf(line, mark_read, &left_out) != 1)
        return s.st_size;
    return 2 * PART + left_out;
}
