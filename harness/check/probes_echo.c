/*
 * probes_echo.c: the first rung: every byte comes back, once, in order,
 * unchanged; one polite client at a time.
 */
#include "check/actions.h"
#include "client/pattern.h"
#include "lib/deadline.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

static void line_of_text(struct trial *t)
{
    step(t, "send the line \"hello, world\", and wait for it");
    converse(t, arrive(t), "hello, world\n");
}

/* A server that looks for words in what it is sent fails one of these. */
static void like_commands(struct trial *t)
{
    static const char *const lines[] = {
        "quit\n", "exit\r\n", "bye\n", "QUIT\n", "q\n", "close\n", "end\n",
        "stop\n", "shutdown\n", ".\n", "\n", "\r\n", "  a  b  \n", "\t\n"
    };
    struct wire *w = arrive(t);

    step(t, "send the lines quit, exit, bye and others like them, an empty"
         " line, blanks");
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        converse(t, w, lines[i]);
    step(t, "send the word exit without a newline, then a line");
    converse(t, w, "exit");
    converse(t, w, "that was all\n");
}

static void nothing(struct trial *t)
{
    step(t, "three clients connect, send nothing, and leave");
    for (int i = 0; i < 3; i++)
        leave(t, arrive(t));
    step(t, "the next one is served");
    visit(t);
}

/* The next stream whose first n bytes hold no newline. */
static uint32_t stream_without_newline(uint32_t seed, size_t n)
{
    unsigned char bytes[64];

    do
        pattern_fill(bytes, n, ++seed, 0);
    while (memchr(bytes, '\n', n) || memchr(bytes, '\r', n));
    return seed;
}

/* Does the answer come once a newline is sent? Then the server waits for
 * lines. */
static void try_newline(struct trial *t, struct wire *w)
{
    unsigned char byte;
    struct pollfd p = { .fd = w->fd, .events = POLLIN };

    if (w->end == WIRE_OPEN && send(w->fd, "\n", 1, MSG_NOSIGNAL) == 1
        && poll(&p, 1, deadline_left(deadline_in(t->soon))) == 1
        && recv(w->fd, &byte, 1, 0) == 1)
        snprintf(t->came, sizeof t->came,
                 "nothing, until a newline was sent too");
}

static void half_a_line(struct trial *t)
{
    struct wire *w = arrive(t);

    w->seed = stream_without_newline(w->seed, 20);
    step(t, "send 20 bytes with no newline among them, and wait for them");
    echo(t, w, 20);
    if (t->verdict == FAILED)
        try_newline(t, w);
    nothing_more(t, w);
}

static void one_byte(struct trial *t)
{
    struct wire *w = arrive(t);

    step(t, "send 1 byte, and wait for it");
    echo(t, w, 1);
    step(t, "half-close; no byte more may come");
    nothing_more(t, w);
}

/* Long enough for every value to occur, NUL and 0xff too. */
static void every_value(struct trial *t)
{
    struct wire *w = arrive(t);

    step(t, "send 8192 bytes in which each value from 0 to 255 occurs");
    echo(t, w, 8 * KIB);
    nothing_more(t, w);
}

static void odd_pieces(struct trial *t)
{
    static const size_t pieces[] = { 1, 3, 1000, 1, 1023, 4097, 7, 1460, 9999,
                                     2, 13, 511, 65537, 5 };
    const size_t n = sizeof pieces / sizeof pieces[0];
    struct wire *w = arrive(t);

    step(t, "send pieces of odd sizes, 1 to 65537 bytes, 1 MiB in all");
    for (size_t i = 0; t->verdict == HELD && w->sent < MIB; i++)
        echo(t, w, pieces[i % n]);
    nothing_more(t, w);
}

static void both_ways(struct trial *t)
{
    struct wire *w = arrive(t);

    step(t, "send 64 MiB, and read what comes back at the same time");
    w->to_send = 64 * MIB;
    pump(t, w, 1, 4 * t->patience);
    note(t, "64 MiB each way at once, %.0f MB/s",
         64 * MIB / ((double)(w->last - w->connected) / 1e9) / 1e6);
}

static void dribble(struct trial *t)
{
    struct wire *w = arrive(t);

    step(t, "send 50 bytes one by one, each after the last has come back");
    for (int i = 0; i < 50; i++)
        echo(t, w, 1);
    nothing_more(t, w);
}

static void half_close_nothing(struct trial *t)
{
    struct wire *w = arrive(t);

    step(t, "half-close without having sent anything");
    finish(t, w);
    step(t, "the next client is served");
    visit(t);
}

static void half_close_data(struct trial *t)
{
    struct wire *w = arrive(t);

    step(t, "send 64 KiB and half-close at once");
    w->seed = 1;
    say(t, w, 64 * KIB);
    half_close(t, w);
    step(t, "read all that is owed, and then end of file");
    drain(t, w);
}

const struct probe probes_echo[] = {
    { .name = "a line of text", .run = line_of_text,
      .asked = SEQUENTIAL, .whose = ANY, .replies = TO_ANSWERS,
      .holds = "the line is answered",
      .usual = "It does not send back what it has received, or waits for"
               " more first; of lines, it counts the newline, too.",
      .see = "blocking/server.c" },
    { .name = "nothing", .run = nothing,
      .asked = SEQUENTIAL, .whose = ANY, .replies = TO_ALL,
      .holds = "silent clients leave, and the next is served",
      .usual = "End of file before any byte ends the server; or it is not"
               " noticed, and no other client is accepted; or the answer"
               " is wrong.",
      .see = "blocking/server.c" },
    { .name = "half a line", .run = half_a_line,
      .asked = SEQUENTIAL, .whose = ANY,
      .holds = "an answer does not wait for a newline",
      .usual = "It reads a whole line (readline, fgets, BufferedReader)"
               " before it answers.",
      .see = "blocking/README.md" },
    { .name = "one byte", .run = one_byte,
      .asked = SEQUENTIAL, .whose = ANY,
      .holds = "one byte comes back, and nothing else",
      .usual = "It waits for a full buffer, or answers a size of its own"
               " instead of what came.",
      .see = "blocking/README.md" },
    { .name = "all 256 values", .run = every_value,
      .asked = SEQUENTIAL, .whose = ANY,
      .holds = "every value comes back unchanged",
      .usual = "Bytes are taken for text: decoded, or cut at NUL by strlen"
               " or printf.",
      .see = "blocking/README.md" },
    { .name = "text like a command", .run = like_commands,
      .asked = SEQUENTIAL, .whose = ANY,
      .holds = "quit and an empty line are text like any",
      .usual = "It looks for words in what it receives, or strips the ends"
               " of lines.",
      .see = "blocking/README.md" },
    { .name = "odd pieces", .run = odd_pieces,
      .asked = SEQUENTIAL, .whose = ANY, .replies = TO_ANSWERS,
      .holds = "1 MiB is answered, however it is cut",
      .usual = "One recv is taken for one message of the client, or a short"
               " send for a whole one.",
      .see = "common/conn.c" },
    { .name = "64 MiB both ways", .run = both_ways,
      .asked = SEQUENTIAL, .whose = ANY,
      .holds = "64 MiB come back while they are sent",
      .usual = "send took fewer bytes than it was given, and the rest is"
               " lost.",
      .see = "common/conn.c" },
    { .name = "dribble", .run = dribble,
      .asked = SEQUENTIAL, .whose = ANY,
      .holds = "each byte is answered by itself",
      .usual = "It collects bytes before it answers.",
      .see = "blocking/README.md" },
    { .name = "half-close, nothing sent", .run = half_close_nothing,
      .asked = SEQUENTIAL, .whose = ANY, .replies = TO_ALL,
      .holds = "end of file is answered with end of file",
      .usual = "End of file (recv returns 0, or b'') is not noticed, so the"
               " socket is never closed.",
      .see = "blocking/server.c" },
    { .name = "half-close with data", .run = half_close_data,
      .asked = SEQUENTIAL, .whose = ANY, .replies = TO_ALL,
      .holds = "all of it is answered before FIN",
      .usual = "It closes at end of file before it has answered, or does"
               " not notice end of file.",
      .see = "common/conn.c" },
    { 0 },
};
