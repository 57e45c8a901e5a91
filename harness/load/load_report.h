/*
 * load_report.h: what `muxlab load` was asked to do, and what came of it.
 */
#ifndef LOAD_REPORT_H
#define LOAD_REPORT_H

#include "load/histogram.h"
#include "server/server.h"
#include "load/generator.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct load {
    struct target target;
    struct workload plan;
    size_t idle;                /* clients that say one thing and fall silent */
    void (*print)(const struct load *l);

    struct histogram latency;
    struct outcome outcome;
    int64_t memory;             /* of the server, at the end; -1: unknown */
    int64_t switches;           /* its context switches; -1: unknown */
    bool ended;                 /* it ended by itself, */
    int status;                 /*   with this, as from wait4(2), */
    char last_line[160];        /*   and wrote this to stderr, or nothing */
};

/* The result, for people and for programs, on stdout. */
void load_print(const struct load *l);
void load_csv(const struct load *l);
void load_json(const struct load *l);
void load_hgrm(const struct load *l);

/* Was there a wrong byte, or one missing? */
bool load_broke(const struct load *l);

#endif
