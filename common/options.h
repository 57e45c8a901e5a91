/*
 * options.h: the command line: where to listen, and whether to print clients.
 */
#ifndef OPTIONS_H
#define OPTIONS_H

#include <stdbool.h>

extern struct options {
    const char *address;        /* or a name, or a path */
    const char *port;           /* 0 to 65535, in decimal digits */
    bool verbose;               /* a line for each client that comes */
} options;

/* Reads them. Returns -1; or, after --help or one line on stderr, the exit
 * status with which the program now ends. */
int options_read(int argc, char **argv);

#endif
