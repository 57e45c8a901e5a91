/*
 * call_log.h: each observed call as a line: in words, or as a JSON object.
 */
#ifndef CALL_LOG_H
#define CALL_LOG_H

#include "watch/trace.h"

#include <stdbool.h>
#include <stdint.h>

struct call_log {
    const char *server;
    const struct trace *trace;
    uint64_t told;              /* so many of the trace's calls are printed */
    int64_t begin;              /* the moment that counts as 0 */
    int64_t from;               /* calls that ended before are left out */
    bool json;
    bool datagrams;             /* a read of 0 bytes is an empty one */
};

/* Prints the calls since the last time. `log` is a struct call_log. */
void call_log_print(void *log);

#endif
