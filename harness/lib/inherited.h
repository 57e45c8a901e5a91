/*
 * inherited.h: what muxlab inherited, so that a child gets the same.
 *
 * muxlab changes some of what a process inherits, for its own use. A server
 * or a command that it runs must not notice.
 */
#ifndef INHERITED_H
#define INHERITED_H

#include <sys/resource.h>

/* Remembers signal dispositions and mask, RLIMIT_NOFILE and the CPUs; then
 * makes of them what muxlab needs: standard streams that are open, a SIGCHLD
 * that is not ignored, no signal blocked, as many descriptors as the hard
 * limit allows. Once, first thing in main. Returns 0 or -1 (errno). */
int inherited_remember(void);

/* RLIMIT_NOFILE as it was given. */
struct rlimit inherited_files(void);

/* In a child that is about to exec: signals and CPUs as they were given. */
void inherited_restore(void);

#endif
