/*
 * text.h: words and numbers in the form a reader expects, in UTF-8.
 */
#ifndef TEXT_H
#define TEXT_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* Room for any number that text_count writes. */
enum { TEXT_NUMBER = 32 };

/* How many bytes the first character of the text takes: 1 to 4, or 0 if it is
 * not UTF-8 (RFC 3629). */
size_t text_character(const char *text);

/* Text from a stranger (a server's log, a command, a file) may hold bytes that
 * change what a terminal shows. In plain text U+FFFD stands for each control
 * character but the tab (also for those of Unicode that end a line or turn its
 * direction), and for each byte that is not UTF-8.
 *
 * text_plain copies what fits, whole characters only. Returns to.
 * text_print prints n bytes.
 * text_word is for words in messages: plain, cut at 60 bytes, and in a static
 * buffer; the last four stay. text_path is for files: plain, and whole. */
char *text_plain(char *to, size_t size, const char *from);
void text_print(FILE *to, const char *text, size_t n);
const char *text_word(const char *word);
const char *text_path(const char *path);

/* How many columns it takes on a terminal (one for each character). */
size_t text_width(const char *text);

/* How many bytes of the text fit in a line of so many columns: up to a blank
 * where there is one. At most the text's length; 0 only for an empty text. */
size_t text_line(const char *text, size_t columns);

/* Prints the text in lines of at most `columns`, the indent included. */
void text_wrap(FILE *to, const char *text, size_t indent, size_t columns);

/* The same, with a label in the indent of the first line. A label that is too
 * wide has a line of its own. */
void text_hang(FILE *to, const char *label, const char *text, size_t indent,
               size_t columns);

/* Prints paragraphs, each ended by a newline. A line that begins with a blank
 * is printed as it is, any other is wrapped. */
void text_paragraphs(FILE *to, const char *text, size_t columns);

/* "; did you mean 'epoll'?" if one of the words, which NULL ends, is nearly
 * this one; else "". In a static buffer. */
const char *text_meant(const char *word, const char *const *words);

/* Writes the number with so many significant digits (at most 3 after the
 * point), thousands separated. With three digits: 0.047, 12.4, 187,000; with
 * two: 0.047, 12, 190,000. Returns to. */
char *text_number(char *to, size_t size, double value, int digits);

/* Writes all digits, thousands separated: 20,000. Returns to. */
char *text_count(char *to, size_t size, unsigned long long n);

/* Nanoseconds as the nearest whole number of milliseconds. */
int text_ms(int64_t ns);

/* Print the text as a JSON string, as a field of CSV (RFC 4180), and as the
 * text of an element or, between double quotes, of an attribute of XML. U+FFFD
 * stands for each byte that is not UTF-8. Control characters are escaped in
 * JSON. CSV keeps the ends of lines, the rest is plain; before what a
 * spreadsheet would take for a formula stands a '. XML has no way to write
 * control characters other than tab and newline: they are left out. */
void text_json(FILE *to, const char *text);
void text_csv(FILE *to, const char *text);
void text_xml(FILE *to, const char *text);

#endif
