/*
 * load_report.h: a workload and its result, as `muxlab load` prints them.
 */
#ifndef LOAD_REPORT_H
#define LOAD_REPORT_H

#include "load/generator.h"
#include "load/histogram.h"
#include "server/server.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct load_report {
    struct target target;
    struct workload plan;
    size_t idle;                /* silent clients beside (idle.h) */

    struct histogram latency;
    struct outcome outcome;
    int64_t memory;             /* of the server, at the end; -1: unknown */
    int64_t switches;           /* its context switches; -1: unknown */
    bool ended;                 /* the server ended by itself, */
    int status;                 /*   with this, as from wait4(2), */
    char last_line[160];        /*   and wrote this to stderr, or nothing */
};

/* Prints the result on stdout, for people and for programs. */
void load_report_text(const struct load_report *l);
void load_report_csv(const struct load_report *l);
void load_report_json(const struct load_report *l);
void load_report_hgrm(const struct load_report *l);

/* Was there a wrong byte, or one missing? */
bool load_report_broken(const struct load_report *l);

#endif
