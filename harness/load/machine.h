/*
 * machine.h: the machine that is measured on, and what we make of it.
 */
#ifndef MACHINE_H
#define MACHINE_H

#include <stddef.h>

struct environment {
    char kernel[200];           /* "Linux 6.1.0 x86_64" */
    int cpus;                   /* that we may run on */
    int server_cpu, client_cpu; /* where each is to run; -1: anywhere */
    long files;                 /* descriptors a process may have */
    double started;             /* when environment_prepare was called, and */
    double others;              /*   what others had had of the CPUs, in s */
};

/* Looks round, puts us on one CPU and leaves another to the server, where there
 * are two. */
void environment_prepare(struct environment *e);

/* What part of the machine other programs have taken since, in percent. It is
 * what disturbs the figures. 0 when /proc cannot tell. */
double environment_disturbed(const struct environment *e);

/* One line, "Linux 6.1.0 x86_64, 2 CPUs (...), 20,000 descriptors". */
void environment_line(const struct environment *e, char *line, size_t size);

#endif
