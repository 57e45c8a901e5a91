/*
 * parse.h: the values of options, read and refused in one place.
 */
#ifndef PARSE_H
#define PARSE_H

/* Reads a whole number, in plain decimal digits, from least to most. Returns
 * -1, after one line on stderr that names the option, if it is not one. */
long parse_number(const char *option, const char *text, long least,
                  long most);

/* Reads a number above 0, up to `most`. Returns 0, after one line, if it is not
 * one. */
double parse_decimal(const char *option, const char *text, double most);

/* Finds the text's place among the words, which NULL ends. Returns -1, after
 * one line, if it is none of them. */
int parse_choice(const char *option, const char *text,
                 const char *const *words);

#endif
