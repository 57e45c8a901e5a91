/*
 * json_read.c: reading JSON, by recursive descent.
 */
#include "lib/json.h"

#include "lib/text.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* The place in the text; each part that is read moves it on. */
struct reader {
    const char *at;
    int depth;
};

static struct json *read_value(struct reader *r);

void json_free(struct json *j)
{
    while (j) {
        struct json *next = j->next;
        json_free(j->first);
        free(j->name);
        free(j->text);
        free(j);
        j = next;
    }
}

static void skip_blanks(struct reader *r)
{
    r->at += strspn(r->at, " \t\r\n");
}

/* Skips the character, and the blanks around it, if it is there. */
static bool take(struct reader *r, char c)
{
    skip_blanks(r);
    if (*r->at != c)
        return false;
    r->at++;
    skip_blanks(r);
    return true;
}

static bool take_word(struct reader *r, const char *word)
{
    size_t length = strlen(word);

    if (strncmp(r->at, word, length) != 0)
        return false;
    r->at += length;
    return true;
}

/* ---- texts --------------------------------------------------------------- */

/* Writes the character in UTF-8 ("?" for half of a surrogate pair). Returns
 * how many bytes. */
static size_t encode(char *to, unsigned c)
{
    if (c < ' ' || (c >= 0xd800 && c < 0xe000))
        c = '?';
    if (c < 0x80) {
        to[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        to[0] = (char)(0xc0 | c >> 6);
        to[1] = (char)(0x80 | (c & 0x3f));
        return 2;
    }
    to[0] = (char)(0xe0 | c >> 12);
    to[1] = (char)(0x80 | (c >> 6 & 0x3f));
    to[2] = (char)(0x80 | (c & 0x3f));
    return 3;
}

/* Reads what stands after a backslash. Returns how many bytes it makes; 0 if
 * it is wrong. */
static size_t read_escape(struct reader *r, char *to)
{
    static const char plain[] = "\"\\/", blank[] = "bfnrt";
    char digits[5] = "";
    char c = *r->at;

    if (c == '\0')
        return 0;
    r->at++;
    if (strchr(plain, c))
        return encode(to, (unsigned char)c);
    if (strchr(blank, c))
        return encode(to, '?');
    strncpy(digits, r->at, 4);
    if (c != 'u' || strspn(digits, "0123456789abcdefABCDEF") != 4)
        return 0;
    r->at += 4;
    return encode(to, (unsigned)strtoul(digits, NULL, 16));
}

/* How many bytes stand between here and the closing quote. */
static size_t text_length(const char *at)
{
    size_t n = 0;

    while (at[n] && at[n] != '"')
        n += at[n] == '\\' && at[n + 1] ? 2 : 1;
    return n;
}

/* A file may come from a stranger. One byte may become three (U+FFFD). */
static char *make_plain(char *text, size_t n)
{
    char *plain = malloc(3 * n + 1);

    if (plain)
        text_plain(plain, 3 * n + 1, text);
    free(text);
    return plain;
}

/* Returns NULL if it is wrong. The text takes no more room than it did between
 * its quotes. */
static char *read_text(struct reader *r)
{
    size_t n = 0;
    char *text;

    if (*r->at != '"')
        return NULL;
    r->at++;
    text = malloc(text_length(r->at) + 1);
    while (text && (unsigned char)*r->at >= ' ' && *r->at != '"') {
        size_t size = 1;
        if (*r->at != '\\')
            text[n] = *r->at++;
        else if (r->at++, (size = read_escape(r, text + n)) == 0)
            break;
        n += size;
    }
    if (!text || *r->at != '"') {
        free(text);
        return NULL;
    }
    r->at++;
    text[n] = '\0';
    return make_plain(text, n);
}

/* ---- values -------------------------------------------------------------- */

/* Appends a member at *end. Returns false if it is wrong. */
static bool read_member(struct reader *r, bool named, struct json ***end)
{
    char *name = named ? read_text(r) : NULL;
    struct json *member;

    if (named && (!name || !take(r, ':'))) {
        free(name);
        return false;
    }
    member = read_value(r);
    if (!member) {
        free(name);
        return false;
    }
    member->name = name;
    **end = member;
    *end = &member->next;
    return true;
}

static bool read_members(struct reader *r, struct json *j, char close)
{
    struct json **end = &j->first;

    if (++r->depth > JSON_DEEP)
        return false;
    r->at++;
    if (!take(r, close)) {
        do
            if (!read_member(r, j->kind == JSON_OBJECT, &end))
                return false;
        while (take(r, ','));
        if (!take(r, close))
            return false;
    }
    r->depth--;
    return true;
}

static bool read_number(struct reader *r, struct json *j)
{
    char *end;

    if (!strchr("-0123456789", *r->at))
        return false;
    j->kind = JSON_NUMBER;
    j->number = strtod(r->at, &end);
    if (end == r->at)
        return false;
    r->at = end;
    return true;
}

/* The first character tells the kind. */
static bool read_into(struct reader *r, struct json *j)
{
    switch (*r->at) {
    case '\0':
        return false;
    case '{':
        j->kind = JSON_OBJECT;
        return read_members(r, j, '}');
    case '[':
        j->kind = JSON_LIST;
        return read_members(r, j, ']');
    case '"':
        j->kind = JSON_TEXT;
        j->text = read_text(r);
        return j->text;
    case 'n':
        return take_word(r, "null");
    case 't':
        j->kind = JSON_TRUE;
        return take_word(r, "true");
    case 'f':
        j->kind = JSON_FALSE;
        return take_word(r, "false");
    default:
        return read_number(r, j);
    }
}

static struct json *read_value(struct reader *r)
{
    struct json *j = calloc(1, sizeof *j);

    skip_blanks(r);
    if (j && read_into(r, j))
        return j;
    json_free(j);
    return NULL;
}

struct json *json_read(const char *text)
{
    struct reader r = { .at = text };
    errno = 0;
    struct json *j = read_value(&r);

    skip_blanks(&r);
    if (j && *r.at == '\0')
        return j;
    json_free(j);
    return NULL;
}

const struct json *json_member(const struct json *object, const char *name,
                               enum json_kind kind)
{
    const struct json *j = object->first;

    while (j && (!j->name || strcmp(j->name, name) != 0))
        j = j->next;
    return j && j->kind == kind ? j : NULL;
}

const char *json_text_of(const struct json *object, const char *name)
{
    const struct json *text = json_member(object, name, JSON_TEXT);

    return text ? text->text : "";
}

double json_number_of(const struct json *object, const char *name)
{
    const struct json *number = json_member(object, name, JSON_NUMBER);

    return number ? number->number : NAN;
}

size_t json_count(const struct json *j)
{
    size_t n = 0;

    for (const struct json *member = j->first; member; member = member->next)
        n++;
    return n;
}
