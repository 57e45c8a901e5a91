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

static void nothing(struct trial *t)
{
    step(t, "three clients connect, send nothing, and leave");
    for (int i = 0; i < 3; i++)
        leave(t, arrive(t));
    step(t, "the next one sends 100 bytes and wants them back");
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
        && poll(&p, 1, deadline_left(deadline_in(SOON))) == 1
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
    finish(t, w);
}

static void one_byte(struct trial *t)
{
    struct wire *w = arrive(t);

    step(t, "send 1 byte, and wait for it");
    echo(t, w, 1);
    step(t, "half-close, and wait for end of file");
    finish(t, w);
}

/* Long enough for every value to occur, NUL and 0xff too. */
static void every_value(struct trial *t)
{
    struct wire *w = arrive(t);

    step(t, "send 8192 bytes in which each value from 0 to 255 occurs");
    echo(t, w, 8 * KIB);
    finish(t, w);
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
    finish(t, w);
}

static void both_ways(struct trial *t)
{
    struct wire *w = arrive(t);

    step(t, "send 64 MiB, and read what comes back at the same time");
    w->to_send = 64 * MIB;
    w->half_close = true;
    pump(t, w, 1, 4 * PATIENCE);
    note(t, "64 MiB each way at once, %.0f MB/s",
         64 * MIB / ((double)(w->last - w->connected) / 1e9) / 1e6);
}

static void dribble(struct trial *t)
{
    struct wire *w = arrive(t);

    step(t, "send 50 bytes one by one, each after the last has come back");
    for (int i = 0; i < 50; i++)
        echo(t, w, 1);
    finish(t, w);
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
    step(t, "read all of it, and then end of file");
    drain(t, w);
}

const struct probe probes_echo[] = {
    { "nothing", nothing, SEQUENTIAL, ANY,
      "silent clients leave, and the next is served", { 0 } },
    { "half a line", half_a_line, SEQUENTIAL, ANY,
      "an answer does not wait for a newline", { 0 } },
    { "one byte", one_byte, SEQUENTIAL, ANY,
      "one byte comes back, and nothing else", { 0 } },
    { "all 256 values", every_value, SEQUENTIAL, ANY,
      "every value comes back unchanged", { 0 } },
    { "odd pieces", odd_pieces, SEQUENTIAL, ANY,
      "1 MiB comes back, however it is cut", { 0 } },
    { "64 MiB both ways", both_ways, SEQUENTIAL, ANY,
      "64 MiB come back while they are sent", { 0 } },
    { "dribble", dribble, SEQUENTIAL, ANY,
      "each byte is answered by itself", { 0 } },
    { "half-close, nothing sent", half_close_nothing, SEQUENTIAL, ANY,
      "end of file is answered with end of file", { 0 } },
    { "half-close with data", half_close_data, SEQUENTIAL, ANY,
      "all that was sent comes back before FIN", { 0 } },
    { 0 },
};
