/*
 * command_line.h: what the command lines of several verbs have in common.
 */
#ifndef COMMAND_LINE_H
#define COMMAND_LINE_H

struct target;

/* In the help of every verb that takes one. */
#define TARGET_HELP \
    "TARGET: a model (epoll), HOST:PORT or NAME='COMMAND': see muxlab --help\n"

/* Takes `-- COMMAND ARG...` off the end of the line, before getopt_long sees
 * it. Returns the COMMAND, or NULL. */
char **command_line_command(int *argc, char **argv);

/* Reads the one server that a verb is about: one of n words, or the command.
 * Returns 0, or -1 after one line. */
int command_line_target(struct target *t, const char *verb, int n,
                        char **words, char **command);

/* The one line after a usage error ends with where to read on. Returns
 * USAGE. */
int command_line_usage(const char *verb);

#endif
