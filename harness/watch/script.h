/*
 * script.h: which client connects, sends, pauses, half-closes and resets, and
 * when.
 *
 * A script gives each client its steps. A client takes one after the other: a
 * pause, or the wait for an answer, holds up that client and no other.
 */
#ifndef SCRIPT_H
#define SCRIPT_H

#include "client/wire.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum { SCRIPT_CLIENTS = 6, SCRIPT_STEPS = 24, SCRIPT_SPANS = 64 };

enum act {
    ACT_NONE,                   /* the end of the steps */
    ACT_CONNECT,
    ACT_PAUSE,                  /* so many milliseconds */
    ACT_SEND,                   /* so many bytes; does not wait */
    ACT_RECEIVE,                /* until every answer has come */
    ACT_HALF_CLOSE,             /* and read on to end of file */
    ACT_STOP_READING,
    ACT_READ_AGAIN,
    ACT_CLOSE,
    ACT_RESET
};

struct step {
    enum act act;
    int amount;
};

struct script {
    const char *name;           /* as it was given: a file, or a built-in one */
    char what[80];              /* in a few words: a picture's title */
    struct step steps[SCRIPT_CLIENTS][SCRIPT_STEPS];
};

/* Reads a script; `name` must outlive it. Returns 0, or -1 after one line that
 * says what is wrong with it, and in which line. */
int script_parse(struct script *s, const char *name, const char *text);

/* The built-in scripts, by their place among the names, which NULL ends.
 * script_list prints their names and titles. */
const char *const *script_names(void);
const char *script_text(int place);
void script_list(FILE *to);

/* Has it a step that means nothing by UDP, or a message that is too long? */
bool script_needs_connections(const struct script *s);

enum client_state {
    CLIENT_ABSENT,
    CLIENT_SILENT,              /* connected, and owed nothing */
    CLIENT_WAITING,             /* owed an answer */
    CLIENT_DEAF                 /* owed an answer, and not reading */
};

/* How one client fared: the states it was in, one after the other. */
struct script_client {
    struct wire wire;
    uint16_t number;            /* its socket's (address.h) */
    const struct step *step;    /* the next */
    bool begun;
    int64_t pause;              /* lasts until this moment; 0: none */
    struct span {
        int64_t begin, end;
        enum client_state state;
    } spans[SCRIPT_SPANS];
    size_t n;
};

struct script_run {
    const struct script *script;
    struct script_client clients[SCRIPT_CLIENTS];
    int n;
    int64_t begin, end;
    int64_t late;               /* by how much, at most, we woke up too late,
                                   in ns: the machine was busy */
    char why[256];              /* after a -1: which client failed, and how */
};

/* Plays the script with a server that listens, and calls `meanwhile` at least
 * a hundred times a second. Returns 0 if every client got to its end and every
 * answer was right; else -1, the reason in r->why. */
int script_play(struct script_run *r, const struct script *script,
                const struct server *s, void (*meanwhile)(void *),
                void *argument);

#endif
