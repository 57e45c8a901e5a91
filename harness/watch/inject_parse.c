/*
 * inject_parse.c: reads a rule: "write:short=7", "accept:EMFILE@3".
 */
#include "watch/inject.h"

#include "lib/text.h"
#include "watch/errors.h"
#include "watch/syscalls.h"

#include <ctype.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NUMBER_MOST = 1000000000 };

/* Reads a number from 1 on, and moves past it. Returns 0: there is none. */
static long number(char **text)
{
    long n = isdigit((unsigned char)**text) ? strtol(*text, text, 10) : 0;

    return n > NUMBER_MOST ? 0 : n;
}

static bool read_call(struct inject_rule *r, const char *name)
{
    static const struct {
        const char *name;
        enum syscall_kind kind;
    } kinds[] = {
        { "accept", CALL_ACCEPT }, { "read", CALL_READ },
        { "write", CALL_WRITE }, { "wait", CALL_WAIT },
    };

    r->kind = r->row = -1;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(name, kinds[i].name) == 0)
            r->kind = (int)kinds[i].kind;
    for (int i = 0; i < syscall_rows_count; i++)
        if (strcmp(name, syscall_rows[i].name) == 0)
            r->row = i;
    return r->kind >= 0 || r->row >= 0;
}

static bool moves_bytes(const struct inject_rule *r)
{
    int kind = r->kind >= 0 ? r->kind : (int)syscall_rows[r->row].kind;

    return kind == CALL_READ || kind == CALL_WRITE;
}

static bool read_effect(struct inject_rule *r, char *text)
{
    static const char cut[] = "short=";

    if (strncmp(text, cut, strlen(cut)) != 0)
        return (r->error = error_number(text)) != 0;
    text += strlen(cut);
    r->most = number(&text);
    return r->most > 0 && *text == '\0' && moves_bytes(r);
}

static bool read_when(struct inject_rule *r, char *text)
{
    r->first = r->step = 1;
    if (!text)
        return true;
    r->first = number(&text);
    r->step = 0;
    if (*text == '+') {
        text++;
        r->step = *text == '\0' ? 1 : number(&text);
        if (r->step == 0)
            return false;
    }
    return r->first > 0 && *text == '\0';
}

static bool read_client(struct inject_rule *r, char *text)
{
    if (text)
        r->client = (int)number(&text);
    return !text || (r->client > 0 && *text == '\0' && moves_bytes(r));
}

int inject_parse(struct inject *in, const char *text)
{
    struct inject_rule r = { .error = 0 };
    char copy[80], *effect = copy, *when, *call, *client;

    snprintf(copy, sizeof copy, "%s", text);
    call = strsep(&effect, ":");
    when = effect;
    effect = strsep(&when, "@");
    client = call;
    call = strsep(&client, "#");
    if (in->n == INJECT_RULES)
        warnx("--inject: at most %d rules", INJECT_RULES);
    else if (!effect || !read_call(&r, call))
        warnx("--inject %s: begins with accept, read, write, wait or a system "
              "call's name, and a colon", text_word(text));
    else if (!read_client(&r, client))
        warnx("--inject %s: #N is a client's number, for calls that read or "
              "write", text_word(text));
    else if (!read_effect(&r, effect))
        warnx("--inject %s: after the colon comes an error such as EINTR, or "
              "short=BYTES for calls that read or write", text_word(text));
    else if (!read_when(&r, when))
        warnx("--inject %s: @N is the Nth call; @N+ all from there on; @N+M "
              "every Mth", text_word(text));
    else
        return in->rules[in->n++] = r, 0;
    return -1;
}
