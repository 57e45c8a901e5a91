/*
 * inherited.h: what muxlab inherited, so that a child gets the same.
 *
 * muxlab changes some of what a process inherits, for its own use. The servers
 * and commands that it runs must not be affected.
 */
#ifndef INHERITED_H
#define INHERITED_H

#include <sys/resource.h>

/* Remembers signal dispositions and mask, RLIMIT_NOFILE and the CPUs. Then sets
 * what muxlab needs: standard streams that are open, a SIGCHLD that is not
 * ignored, no signal blocked, as many descriptors as the hard limit allows.
 * main calls it once, before anything else. Returns 0 or -1 (errno). */
int inherited_remember(void);

/* RLIMIT_NOFILE as it was given. */
struct rlimit inherited_files(void);

/* In a child that is about to exec: signals and CPUs as they were given. */
void inherited_restore(void);

#endif
