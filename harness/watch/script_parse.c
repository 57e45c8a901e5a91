/*
 * script_parse.c: reads a script: a title, and a line for each client.
 *
 *     # The first client says nothing.
 *     title Which one is served?
 *     client connect, pause 300, close
 *     client pause 40, connect, send 5, receive, close
 */
#include "watch/script.h"

#include "lib/text.h"

#include <ctype.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE = 512, PAUSE_MOST = 10000, SEND_MOST = 64000000 };

static const struct {
    const char *word;
    enum act act;
    long most;                  /* of the number that follows; 0: none does */
} words[] = {
    { "connect", ACT_CONNECT, 0 },
    { "pause", ACT_PAUSE, PAUSE_MOST },
    { "send", ACT_SEND, SEND_MOST },
    { "receive", ACT_RECEIVE, 0 },
    { "half-close", ACT_HALF_CLOSE, 0 },
    { "stop-reading", ACT_STOP_READING, 0 },
    { "read-again", ACT_READ_AGAIN, 0 },
    { "close", ACT_CLOSE, 0 },
    { "reset", ACT_RESET, 0 },
};

enum { WORDS = sizeof words / sizeof *words };

/* One script while it is read. */
struct reader {
    struct script *script;
    int line, clients;
};

static int refuse(const struct reader *r, const char *word, const char *why)
{
    warnx("%s, line %d: '%s' %s", text_path(r->script->name), r->line, word,
          why);
    return -1;
}

/* Without the blanks around it. */
static char *trim(char *text)
{
    size_t size;

    text += strspn(text, " \t\r");
    size = strlen(text);
    while (size > 0 && isspace((unsigned char)text[size - 1]))
        text[--size] = '\0';
    return text;
}

static int read_amount(const struct reader *r, const char *word,
                       const char *text, long most)
{
    char *end;
    long n = strtol(text, &end, 10);

    if (most == 0 && *text != '\0')
        return refuse(r, word, "takes no number");
    if (most > 0 && (!isdigit((unsigned char)*text) || *end != '\0' || n < 1
                     || n > most)) {
        warnx("%s, line %d: '%s' takes a number from 1 to %ld",
              text_path(r->script->name), r->line, word, most);
        return -1;
    }
    return (int)n;
}

/* May this step follow the ones before it? */
static int check_order(const struct reader *r, const struct step *first,
                       const struct step *next, const char *word)
{
    bool connected = false;

    for (const struct step *s = first; s < next; s++) {
        connected |= s->act == ACT_CONNECT;
        if (s->act == ACT_CLOSE || s->act == ACT_RESET)
            return refuse(r, word, "comes after the client has closed");
    }
    if (next->act == ACT_CONNECT && connected)
        return refuse(r, word, "can be said once only");
    if (next->act != ACT_CONNECT && next->act != ACT_PAUSE && !connected)
        return refuse(r, word, "comes before connect");
    return 0;
}

/* "send 5". */
static int read_step(const struct reader *r, const struct step *first,
                     struct step *to, char *text)
{
    size_t size = strcspn(text, " \t");
    char *number = trim(text + size);

    if (to == first + SCRIPT_STEPS - 1)
        return refuse(r, text, "is one step too many");
    if (number > text + size)
        text[size] = '\0';
    for (int i = 0; i < WORDS; i++) {
        if (strcmp(text, words[i].word) != 0)
            continue;
        to->act = words[i].act;
        to->amount = read_amount(r, text, number, words[i].most);
        return to->amount < 0 ? -1 : check_order(r, first, to, text);
    }
    return refuse(r, text, "is not a step");
}

static int read_client(struct reader *r, char *text)
{
    struct step *first, *next;

    if (r->clients == SCRIPT_CLIENTS)
        return refuse(r, "client", "is one client too many");
    first = next = r->script->steps[r->clients++];
    for (char *step; (step = strsep(&text, ",")); next++)
        if (read_step(r, first, next, trim(step)) == -1)
            return -1;
    return 0;
}

static int read_line(struct reader *r, char *line)
{
    size_t size = strcspn(line, " \t");
    char *rest = line + size;

    if (*line == '\0' || *line == '#')
        return 0;
    if (*rest != '\0')
        *rest++ = '\0';
    if (strcmp(line, "client") == 0)
        return read_client(r, rest);
    if (strcmp(line, "title") != 0)
        return refuse(r, line, "is neither title nor client");
    snprintf(r->script->what, sizeof r->script->what, "%s", trim(rest));
    return 0;
}

int script_parse(struct script *s, const char *name, const char *text)
{
    struct reader r = { .script = s };

    *s = (struct script){ .what = "" };
    s->name = name;
    while (*text != '\0') {
        char line[LINE], plain[3 * LINE];       /* U+FFFD is three bytes */
        size_t size = strcspn(text, "\n");

        r.line++;
        if (size >= sizeof line)
            return refuse(&r, "the line", "is too long");
        memcpy(line, text, size);
        line[size] = '\0';
        text_plain(plain, sizeof plain, line);
        if (read_line(&r, trim(plain)) == -1)
            return -1;
        text += size + (text[size] == '\n');
    }
    if (r.clients > 0)
        return 0;
    warnx("%s: has no line that begins with 'client'", text_path(name));
    return -1;
}
