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
    uint64_t told;              /* the trace's calls up to here */
    int64_t begin;              /* the moment that is called 0 */
    int64_t from;               /* what ended before is left out; 0: nothing */
    bool json, colour;          /* colour: one for each client */
};

/* Prints what has come since the last time. `lines` is a struct call_log. */
void call_log_print(void *lines);

#endif
