/*
 * script.h: who connects, sends, thinks, half-closes and resets, and when.
 *
 * A script gives each client its steps. A client takes one after the other:
 * a pause, and the wait for an answer, hold up itself and nobody else.
 */
#ifndef SCRIPT_H
#define SCRIPT_H

#include "client/wire.h"

#include <stdbool.h>
#include <stdint.h>

enum { SCRIPT_CLIENTS = 6, SCRIPT_STEPS = 12, STORY_SPANS = 32 };

enum act {
    DONE,                       /* (the end of the steps) */
    CONNECT,
    PAUSE,                      /* so many milliseconds */
    SEND,                       /* so many bytes, and does not wait */
    HEAR,                       /* until every answer is there */
    HALF_CLOSE,                 /* and hears on to end of file */
    COVER_EARS,                 /* reads no more, */
    LISTEN_AGAIN,               /*   until now */
    LEAVE,
    RESET
};

struct step {
    enum act act;
    int amount;
};

struct script {
    const char *name;
    const char *what;           /* in a few words: a picture's title */
    struct step steps[SCRIPT_CLIENTS][SCRIPT_STEPS];
};

/* By its place among the names, which NULL ends. script_list prints them. */
const struct script *script_at(int place);
const char *const *script_names(void);
void script_list(void);

enum client_state {
    CLIENT_ABSENT,
    CLIENT_SILENT,              /* connected, and owed nothing */
    CLIENT_WAITING,             /* owed an answer */
    CLIENT_DEAF                 /* owed one, and not reading */
};

/* How one client fared: the states it was in, one after the other. */
struct player {
    struct wire wire;
    uint16_t port;              /* its own */
    const struct step *step;    /* the next */
    bool begun;
    int64_t pause;              /* lasts until this moment; 0: none */
    struct span {
        int64_t begin, end;
        enum client_state state;
    } spans[STORY_SPANS];
    size_t n;
};

struct story {
    const struct script *script;
    struct player players[SCRIPT_CLIENTS];
    int n;
    int64_t begin, end;
    int64_t late;               /* the most that we woke up too late, in ns:
                                   the machine had other things to do */
    char why[256];              /* who did not get through, and why */
};

/* Plays the script with a server that listens. `meanwhile` is called a hundred
 * times a second and more. Returns 0 if everyone got through and was answered
 * right; else -1, the reason in st->why. */
int script_play(struct story *st, const struct script *script,
                const struct server *s, void (*meanwhile)(void *),
                void *argument);

#endif
