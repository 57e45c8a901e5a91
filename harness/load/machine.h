/*
 * machine.h: the machine that is measured on, and what we make of it.
 */
#ifndef MACHINE_H
#define MACHINE_H

#include "lib/json.h"

#include <stddef.h>

struct machine {
    char kernel[200];           /* "Linux 6.1.0 x86_64" */
    int cpus;                   /* that we may run on */
    int server_cpu, client_cpu; /* where each is to run; -1: anywhere */
    long files;                 /* descriptors a process may have */
    double started;             /* when machine_prepare was called, and */
    double others;              /*   what others had had of the CPUs, in s */
};

/* Looks round, puts us on one CPU and leaves another to the server, where there
 * are two. */
void machine_prepare(struct machine *e);

/* What part of the machine other programs have taken since, in percent. It is
 * what disturbs the figures. 0 when /proc cannot tell. */
double machine_disturbed(const struct machine *e);

/* One line, "Linux 6.1.0 x86_64, 2 CPUs (...), 20,000 descriptors". */
void machine_line(const struct machine *e, char *line, size_t size);

/* Writes all that may matter to a figure as members of a JSON object: kernel,
 * CPU, limits, sysctls, and how muxlab was built. What cannot be known is left
 * out. */
void machine_json(struct json_writer *to, const struct machine *e);

#endif
