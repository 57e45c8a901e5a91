/*
 * option.h: what the command lines of several verbs have in common.
 */
#ifndef OPTION_H
#define OPTION_H

/* A whole number, in plain decimal digits, from least to most. -1: it is not,
 * after one line on stderr that names the option. */
long option_number(const char *option, const char *text, long least,
                   long most);

/* The one line after a usage error ends with where to read on. Returns
 * USAGE. */
int option_usage(const char *verb);

#endif
