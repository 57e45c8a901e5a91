/*
 * target.h: the command of a target, ready to run.
 */
#ifndef TARGET_H
#define TARGET_H

#include <stdbool.h>

struct target;

/* The command with {host} and {port} replaced; the caller frees it, at one
 * stroke. NULL: no memory. */
char **word_command(const struct target *t, const char *port);

/* Does the command say {port}? */
bool word_names_port(const struct target *t);

#endif
