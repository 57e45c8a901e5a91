/*
 * script_table.c: the built-in scripts: a table for teachers to edit.
 *
 * A pause is far longer than anything that a server does, so the order of
 * events is the same on any machine. 8 MB are more than the kernel's buffers
 * hold on both sides.
 */
#include "watch/script.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *name, *text;
} scripts[] = {
    { "three-clients",
      "title Three clients that pause between messages: which one waits?\n"
      "client connect, pause 20, send 5, receive, "
      "pause 160, send 5, receive, pause 20, close\n"
      "client pause 35, connect, pause 20, send 5, receive, "
      "pause 160, send 5, receive, pause 20, close\n"
      "client pause 70, connect, pause 20, send 5, receive, "
      "pause 160, send 5, receive, pause 20, close\n" },
    { "silent-first",
      "title The first client says nothing: which one is served?\n"
      "client connect, pause 300, close\n"
      "client pause 40, connect, pause 20, send 5, receive, "
      "pause 60, send 5, receive, close\n"
      "client pause 80, connect, pause 20, send 5, receive, "
      "pause 60, send 5, receive, close\n" },
    { "half-close",
      "title Half-close: a client stops sending, and reads the rest\n"
      "client connect, pause 30, send 200000, half-close\n"
      "client pause 15, connect, pause 60, send 5, receive, "
      "pause 60, send 5, half-close\n" },
    { "slow-reader",
      "title The first client sends 8 MB, and reads it late\n"
      "client connect, pause 20, stop-reading, send 8000000, "
      "pause 300, read-again, receive, close\n"
      "client pause 100, connect, pause 20, send 5, receive, "
      "pause 80, send 5, receive, close\n" },
    { "reset",
      "title The first client resets with its answer unread\n"
      "client connect, pause 30, stop-reading, send 1000, pause 60, reset\n"
      "client pause 15, connect, pause 30, send 5, receive, "
      "pause 100, send 5, receive, close\n" },
    { "burst",
      "title Six clients at once\n"
      "client connect, send 5, receive, pause 60, send 5, receive, close\n"
      "client connect, send 5, receive, pause 60, send 5, receive, close\n"
      "client connect, send 5, receive, pause 60, send 5, receive, close\n"
      "client connect, send 5, receive, pause 60, send 5, receive, close\n"
      "client connect, send 5, receive, pause 60, send 5, receive, close\n"
      "client connect, send 5, receive, pause 60, send 5, receive, close\n" },
};

enum { SCRIPTS = sizeof scripts / sizeof *scripts };

const char *const *script_names(void)
{
    static const char *names[SCRIPTS + 1];

    for (int i = 0; i < SCRIPTS; i++)
        names[i] = scripts[i].name;
    return names;
}

const char *script_text(int place)
{
    return scripts[place].text;
}

void script_list(FILE *to)
{
    for (int i = 0; i < SCRIPTS; i++) {
        const char *title = scripts[i].text + strlen("title ");

        fprintf(to, "  %-14s %.*s\n", scripts[i].name,
                (int)strcspn(title, "\n"), title);
    }
}
