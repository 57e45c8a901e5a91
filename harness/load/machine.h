/*
 * machine.h: the machine on which is measured, and which CPUs we use.
 */
#ifndef MACHINE_H
#define MACHINE_H

#include "lib/json.h"

#include <stddef.h>
#include <stdint.h>

struct machine {
    char kernel[200];           /* "Linux 6.1.0 x86_64" */
    int cpus;                   /* that we may run on */
    int server_cpu, client_cpu; /* where each is to run; -1: anywhere */
    long files;                 /* descriptors a process may have */
    double started;             /* when machine_prepare was called, and the */
    double others;              /*   CPU that others had used by then, in s */
};

/* Fills *e. Where there are two CPUs, puts us on one of them and leaves the
 * other to the server. */
void machine_prepare(struct machine *e);

/* How much of the machine's CPU other programs have used since, in percent:
 * they disturb the figures. 0 when /proc cannot tell. */
double machine_disturbed(const struct machine *e);

/* Bytes that the kernel has for page tables, stacks and objects (sockets,
 * files, tasks): of the whole machine. -1: /proc cannot tell. */
int64_t machine_kernel_memory(void);

/* How many clients can connect from here to one server at once: each needs a
 * descriptor, and a port of its own (ip(7), ip_local_port_range). */
size_t machine_clients(const struct machine *e);

/* One line, "Linux 6.1.0 x86_64, 2 CPUs (...), 20,000 descriptors". */
void machine_line(const struct machine *e, char *line, size_t size);

/* Writes, as members of a JSON object, what may matter to a figure: kernel,
 * CPU, limits, sysctls, and how muxlab was built. What is unknown is
 * null. */
void machine_json(struct json_writer *to, const struct machine *e);

#endif
