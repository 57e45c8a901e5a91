/*
 * target.h: the server under test, as a word on the command line.
 *
 * A target is one of
 *     epoll              one of our own five: the bin/echo-MODEL beside muxlab
 *     HOST:PORT          a server that runs already ([::1]:7 for IPv6)
 *     unix:PATH          the same, at a Unix-domain socket
 *     NAME='COMMAND'     any command, run by sh -c
 *     udp:HOST:PORT, udp:NAME='COMMAND'      the same, of datagrams
 *     faulty:FAULT,...   our own faulty server (tests/servers/README.md)
 *     -- COMMAND ARG...  any command, run as it stands (last on the line)
 * In a command {port} and {host} are replaced, and PORT and HOST are in its
 * environment. It need not use any of them: the port is the one on which the
 * child, or a process that it started, comes to listen. A command with {path}
 * in it listens at that path instead: HOST is the path then, and PORT is 0.
 */
#ifndef TARGET_H
#define TARGET_H

#include "server/address.h"

#include <stdbool.h>

struct target {
    char name[32];              /* what its column is called */
    enum transport by;          /* how it is called */
    char **command;             /* NULL-terminated; NULL: it runs already */
    char host[256];             /* to listen on, or where it runs already: a
                                   host, or a path */
    char port[8];               /* where it runs already; else empty */
    bool allocated;             /* the command is target_free's to free */
};

/* Reads one word. Returns 0, or -1 after one line on stderr. What it allocates
 * lives until target_free. */
int target_parse(struct target *t, const char *word);

/* The command that stands after `--`. argv is borrowed, not copied. Returns 0,
 * or -1 after one line. */
int target_command(struct target *t, char **argv);

void target_free(struct target *t);

/* The command with {host}, {path} (which is the host) and {port} replaced, in
 * one block that the caller frees. NULL: no memory. */
char **target_expand(const struct target *t, const char *host,
                     const char *port);

/* Does the command say {port}, or {path}? */
bool target_names_port(const struct target *t);

#endif
