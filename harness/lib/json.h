/*
 * json.h: reading JSON (RFC 8259) into a tree, and writing it member by
 * member.
 */
#ifndef JSON_H
#define JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum { JSON_DEEP = 16 };        /* lists in lists in lists ... */

/* ---- reading ------------------------------------------------------------- */

enum json_kind {
    JSON_NULL,
    JSON_FALSE,
    JSON_TRUE,
    JSON_NUMBER,
    JSON_TEXT,
    JSON_LIST,
    JSON_OBJECT
};

struct json {
    enum json_kind kind;
    char *name;                 /* as a member of an object; else NULL */
    char *text;                 /* plain (text.h) */
    double number;
    struct json *first;         /* the first member of a list or an object */
    struct json *next;          /* the member after this one */
};

/* Reads one value, which must be all of the text (ended by a 0). Returns NULL
 * if it is not JSON, or is cut short, or, with errno ENOMEM, if memory runs
 * out. */
struct json *json_read(const char *text);

void json_free(struct json *j);

/* The object's member of that name and kind, or NULL. */
const struct json *json_member(const struct json *object, const char *name,
                               enum json_kind kind);

/* The text or number of that name; if there is none, "" or NAN. */
const char *json_text_of(const struct json *object, const char *name);
double json_number_of(const struct json *object, const char *name);

/* How many members it has. */
size_t json_count(const struct json *j);

/* ---- writing ------------------------------------------------------------- */

/* Set `to` and `lines`, and leave the rest 0. When the first object or list is
 * closed, a newline follows, and another may begin. */
struct json_writer {
    FILE *to;
    int lines;                  /* down to this depth a member has a line */
    int depth;
    char before;                /* blank or newline before the last member */
    char close[JSON_DEEP];      /* what closes each open object and list */
};

/* Each of these writes one value. `name` is the member's name in an object,
 * and NULL in a list and for the outermost value. */
void json_object(struct json_writer *w, const char *name);
void json_list(struct json_writer *w, const char *name);
void json_bool(struct json_writer *w, const char *name, bool value);

/* What is unknown is written as null: a text that is NULL, and a number that is
 * NAN or infinite. A number gets the digits it takes to read it back. */
void json_text(struct json_writer *w, const char *name, const char *text);
void json_number(struct json_writer *w, const char *name, double value);

/* Writes a value that was read, with all its members. */
void json_value(struct json_writer *w, const char *name,
                const struct json *value);

/* Closes what json_object or json_list opened last. */
void json_close(struct json_writer *w);

/* Begins what a verb prints: an object whose first members are "muxlab", the
 * verb, and "schema", which grows when a member changes its meaning. */
void json_report(struct json_writer *w, const char *verb, int schema);

#endif
