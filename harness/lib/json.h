/*
 * json.h: reading JSON (RFC 8259), into a tree.
 */
#ifndef JSON_H
#define JSON_H

#include <stddef.h>

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
    char *text;                 /* UTF-8; what is below a blank became '?' */
    double number;
    struct json *first;         /* of a list's or an object's members, */
    struct json *next;          /*   and the one after */
};

/* Reads one value, which must be all of the text (ended by a 0). NULL: it is
 * not JSON, or it is cut short, or there is no memory. */
struct json *json_read(const char *text);

void json_free(struct json *j);

/* The object's member of that name and kind, or NULL. */
const struct json *json_member(const struct json *object, const char *name,
                               enum json_kind kind);

/* How many members it has. */
size_t json_count(const struct json *j);

#endif
