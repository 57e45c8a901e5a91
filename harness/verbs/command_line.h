/*
 * command_line.h: what the command lines of several verbs have in common.
 */
#ifndef COMMAND_LINE_H
#define COMMAND_LINE_H

struct target;

/* In the help of every verb that takes one. */
#define TARGET_HELP \
    "TARGET: a model (epoll), HOST:PORT or NAME='COMMAND': see muxlab --help\n"

/* A whole number, in plain decimal digits, from least to most. -1: it is not,
 * after one line on stderr that names the option. */
long option_number(const char *option, const char *text, long least,
                   long most);

/* A number above 0 and up to `most`. 0: it is not, after one line. */
double option_decimal(const char *option, const char *text, double most);

/* The text's place among the words, which NULL ends. -1: it is none of them,
 * after one line that names them all. */
int option_choice(const char *option, const char *text,
                  const char *const *words);

/* Takes `-- COMMAND ARG...` off the end of the line, before getopt_long sees
 * it. Returns the COMMAND, or NULL. */
char **option_command(int *argc, char **argv);

/* Reads the one server that a verb is about: one of n words, or the command.
 * Returns 0, or -1 after one line. */
int option_target(struct target *t, const char *verb, int n, char **words,
                  char **command);

/* The one line after a usage error ends with where to read on. Returns
 * USAGE. */
int option_usage(const char *verb);

#endif
