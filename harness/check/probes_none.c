/*
 * probes_none.c: a server that takes what it is sent, answers nothing, and
 * closes when the client has ended.
 */
#include "check/actions.h"
#include "lib/deadline.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

static void takes_all(struct trial *t)
{
    struct wire *w = arrive(t);

    step(t, "send 1 MiB, and half-close");
    say(t, w, MIB);
    step(t, "wait for end of file: no RST, and no byte before it");
    finish(t, w);
    step(t, "the next client is served");
    visit(t);
}

/* Nothing may come from the server in this while, not even FIN. */
static void stays(struct trial *t, struct wire *w)
{
    struct pollfd p = { .fd = w->fd, .events = POLLIN };

    if (t->verdict != HELD
        || poll(&p, 1, deadline_left(deadline_in(QUIET))) == 0)
        return;
    wire_try_receive(w, 1);
    fail_client(t, w, "the server waits for end of file");
}

static void waits_for_the_end(struct trial *t)
{
    struct wire *w = arrive(t);

    step(t, "send 100 bytes; the server must not close yet");
    say(t, w, 100);
    stays(t, w);
    step(t, "send 100 more, half-close, and wait for end of file");
    say(t, w, 100);
    finish(t, w);
}

/* 400 characters of 3 bytes each: a recv of 1024 bytes ends inside one. */
static void cut_character(struct trial *t)
{
    static const char character[] = "\xe4\xbd\xa0";
    char text[1200];
    struct wire *w = arrive(t);

    for (size_t i = 0; i < sizeof text; i += 3)
        memcpy(text + i, character, 3);
    step(t, "send 400 Chinese characters, which are 1200 bytes; half-close");
    say_text(t, w, text, sizeof text);
    half_close(t, w);
    hear_end(t, w);
    step(t, "the next client is served");
    visit(t);
}

static void no_text(struct trial *t)
{
    struct wire *w = arrive(t);

    step(t, "send 8192 bytes in which each value from 0 to 255 occurs; they are"
         " no UTF-8");
    say(t, w, 8 * KIB);
    finish(t, w);
    step(t, "the next client is served");
    visit(t);
}

const struct probe probes_none[] = {
    { .name = "takes it all", .run = takes_all,
      .asked = SEQUENTIAL, .whose = ANY, .replies = TO_NONE,
      .holds = "1 MiB is taken, and ends with FIN",
      .usual = "It receives once and closes; bytes that are unread then turn"
               " FIN into RST.",
      .see = "labs/04-goodbye/README.md" },
    { .name = "waits for end of file", .run = waits_for_the_end,
      .asked = SEQUENTIAL, .whose = ANY, .replies = TO_NONE,
      .holds = "it does not close first",
      .usual = "It closes after the first recv.",
      .see = "labs/03-print-and-close/README.md" },
    { .name = "a character in two", .run = cut_character,
      .asked = SEQUENTIAL, .whose = ANY, .replies = TO_NONE,
      .holds = "a recv may end inside a character",
      .usual = "What one recv returns is decoded by itself.",
      .see = "labs/03-print-and-close/README.md" },
    { .name = "bytes that are no text", .run = no_text,
      .asked = SEQUENTIAL, .whose = ANY, .replies = TO_NONE,
      .holds = "it lives on",
      .usual = "An error of decoding ends the server.",
      .see = "labs/03-print-and-close/README.md" },
    { 0 },
};
