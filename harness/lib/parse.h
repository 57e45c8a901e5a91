/*
 * parse.h: the values of options, read and refused in one place.
 */
#ifndef PARSE_H
#define PARSE_H

/* A whole number, in plain decimal digits, from least to most. -1: it is not,
 * after one line on stderr that names the option. */
long parse_number(const char *option, const char *text, long least,
                  long most);

/* A number above 0 and up to `most`. 0: it is not, after one line. */
double parse_decimal(const char *option, const char *text, double most);

/* The text's place among the words, which NULL ends. -1: it is none of them,
 * after one line that names them all. */
int parse_choice(const char *option, const char *text,
                 const char *const *words);

#endif
