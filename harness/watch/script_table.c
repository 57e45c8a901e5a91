/*
 * script_table.c: the built-in scripts: a table for teachers to edit.
 *
 * Pauses are far longer than anything that a server does, so that the order
 * of things is the same on any machine.
 */
#include "watch/script.h"

#include <stdio.h>

/* More than the kernel's buffers hold on a client's and a server's side. */
enum { FLOOD = 8000000 };

#define SAY(bytes) { SEND, bytes }, { HEAR, 0 }

static const struct script scripts[] = {
    { "three-clients",
      "Three clients, who pause between messages: who waits?", {
        { { CONNECT, 0 }, { PAUSE, 20 }, SAY(5), { PAUSE, 160 }, SAY(5),
          { PAUSE, 20 }, { LEAVE, 0 } },
        { { PAUSE, 35 }, { CONNECT, 0 }, { PAUSE, 20 }, SAY(5),
          { PAUSE, 160 }, SAY(5), { PAUSE, 20 }, { LEAVE, 0 } },
        { { PAUSE, 70 }, { CONNECT, 0 }, { PAUSE, 20 }, SAY(5),
          { PAUSE, 160 }, SAY(5), { PAUSE, 20 }, { LEAVE, 0 } } } },
    { "silent-first", "The first client says nothing: who is served?", {
        { { CONNECT, 0 }, { PAUSE, 300 }, { LEAVE, 0 } },
        { { PAUSE, 40 }, { CONNECT, 0 }, { PAUSE, 20 }, SAY(5),
          { PAUSE, 60 }, SAY(5), { LEAVE, 0 } },
        { { PAUSE, 80 }, { CONNECT, 0 }, { PAUSE, 20 }, SAY(5),
          { PAUSE, 60 }, SAY(5), { LEAVE, 0 } } } },
    { "half-close", "Half-close: it has said all, and hears the rest", {
        { { CONNECT, 0 }, { PAUSE, 30 }, { SEND, 200000 },
          { HALF_CLOSE, 0 } },
        { { PAUSE, 15 }, { CONNECT, 0 }, { PAUSE, 60 }, SAY(5),
          { PAUSE, 60 }, { SEND, 5 }, { HALF_CLOSE, 0 } } } },
    { "slow-reader", "The first client sends 8 MB, and reads late", {
        { { CONNECT, 0 }, { PAUSE, 20 }, { COVER_EARS, 0 },
          { SEND, FLOOD }, { PAUSE, 300 }, { LISTEN_AGAIN, 0 },
          { HEAR, 0 }, { LEAVE, 0 } },
        { { PAUSE, 100 }, { CONNECT, 0 }, { PAUSE, 20 }, SAY(5),
          { PAUSE, 80 }, SAY(5), { LEAVE, 0 } } } },
    { "reset", "The first client resets, its answer unread", {
        { { CONNECT, 0 }, { PAUSE, 30 }, { COVER_EARS, 0 }, { SEND, 1000 },
          { PAUSE, 60 }, { RESET, 0 } },
        { { PAUSE, 15 }, { CONNECT, 0 }, { PAUSE, 30 }, SAY(5),
          { PAUSE, 100 }, SAY(5), { LEAVE, 0 } } } },
    { "burst", "Six clients at once", {
        { { CONNECT, 0 }, SAY(5), { PAUSE, 60 }, SAY(5), { LEAVE, 0 } },
        { { CONNECT, 0 }, SAY(5), { PAUSE, 60 }, SAY(5), { LEAVE, 0 } },
        { { CONNECT, 0 }, SAY(5), { PAUSE, 60 }, SAY(5), { LEAVE, 0 } },
        { { CONNECT, 0 }, SAY(5), { PAUSE, 60 }, SAY(5), { LEAVE, 0 } },
        { { CONNECT, 0 }, SAY(5), { PAUSE, 60 }, SAY(5), { LEAVE, 0 } },
        { { CONNECT, 0 }, SAY(5), { PAUSE, 60 }, SAY(5), { LEAVE, 0 } } } },
};

enum { SCRIPTS = sizeof scripts / sizeof *scripts };

const struct script *script_at(int place)
{
    return &scripts[place];
}

const char *const *script_names(void)
{
    static const char *names[SCRIPTS + 1];

    for (int i = 0; i < SCRIPTS; i++)
        names[i] = scripts[i].name;
    return names;
}

void script_list(void)
{
    for (int i = 0; i < SCRIPTS; i++)
        printf("  %-14s %s\n", scripts[i].name, scripts[i].what);
}
