/*
 * command_line.h: what the command lines of several verbs have in common.
 */
#ifndef COMMAND_LINE_H
#define COMMAND_LINE_H

#include "lib/options.h"

struct target;

/* In the help of every verb that takes one. */
#define TARGET_HELP \
    "TARGET: a model (epoll), HOST:PORT or NAME='COMMAND' (more: " \
    "muxlab --help).\n"

/* The options of every verb, and what they say. */
extern const struct option_row command_line_options[];
extern double command_line_deadline;    /* seconds; 0: none */
extern bool command_line_help, command_line_version;

/* Reads the one server that a verb is about: a word, or the command. Returns
 * 0, or -1 after one line. */
int command_line_target(struct target *t, const char *verb,
                        const struct arguments *a);

/* Adds all words, and the command, to the *n targets that are there. Returns
 * 0, or -1 after one line: one is wrong, there are more than `most`, or two
 * have one name. */
int command_line_targets(struct target *t, size_t most, size_t *n,
                         const struct arguments *a);

/* May it be given this port (0: none is asked for)? Returns 0, or -1 after one
 * line. */
int command_line_port(const struct target *t, int port);

#endif
