/*
 * inherited.h: what muxlab inherited, so that a child gets the same.
 *
 * muxlab changes some of what a process inherits, for its own use. The servers
 * and commands that it runs must not be affected. But what a server does must
 * not depend on who started muxlab: systemd, for example, ignores SIGPIPE for
 * its services, and a server that forgets to do so would seem right.
 */
#ifndef INHERITED_H
#define INHERITED_H

#include <stdbool.h>
#include <sys/resource.h>

/* Remembers signal dispositions and mask, RLIMIT_NOFILE and the CPUs. Then sets
 * what muxlab needs: standard streams that are open, a SIGCHLD that is not
 * ignored, a SIGXFSZ that is, no signal blocked, as many descriptors as the
 * hard limit allows. main calls it once, before anything else. Returns 0 or -1
 * (errno). */
int inherited_remember(void);

/* RLIMIT_NOFILE as it was given. */
struct rlimit inherited_files(void);

/* In a child that is about to exec: CPUs as they were given, and signals, too;
 * or as_usual: none ignored, none blocked. */
void inherited_restore(bool as_usual);

#endif
