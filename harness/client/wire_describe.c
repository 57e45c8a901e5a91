/*
 * wire_describe.c: how a client fared, for people: a line, and a hexdump.
 */
#include "client/wire.h"

#include "client/pattern.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { ROW = 16 };

/* A client that sends without end says so with the highest number. */
static bool endless(const struct wire *w)
{
    return w->to_send == UINT64_MAX;
}

/* How long the right answer is to all that the client was to send. */
static uint64_t whole(const struct wire *w)
{
    bool more = w->to_send > w->sent && !endless(w);

    return pattern_owed(w->seed, more ? w->to_send : w->sent);
}

/* "received 2048 of 8192 bytes". */
static void tell_received(const struct wire *w, char *line, size_t size)
{
    uint64_t all = whole(w);
    const char *plural = all == 1 ? "" : "s";

    if (all == 0 && w->sent > 0)
        snprintf(line, size, "sent %" PRIu64 " byte%s", w->sent,
                 w->sent == 1 ? "" : "s");
    else if (all == 0)
        snprintf(line, size, "sent nothing");
    else if (w->received >= all)
        snprintf(line, size, "received all of %" PRIu64 " byte%s", all,
                 plural);
    else if (w->sent < w->to_send && !endless(w))
        snprintf(line, size, "sent %" PRIu64 " and received %" PRIu64 " of %"
                 PRIu64 " byte%s", w->sent, w->received, all, plural);
    else
        snprintf(line, size, "received %" PRIu64 " of %" PRIu64 " byte%s",
                 w->received, all, plural);
}

/* Of a datagram: "a datagram of 64 bytes came back as one of 10". */
static void tell_wrong(const struct wire *w, char *line, size_t size)
{
    if (!w->datagrams || w->came == w->went)
        snprintf(line, size, "first wrong byte at offset %" PRIu64,
                 w->received);
    else
        snprintf(line, size, "a datagram of %zu byte%s came back as one of %zu",
                 w->went, w->went == 1 ? "" : "s", w->came);
}

/* ", then FIN". */
static const char *tell_end(const struct wire *w)
{
    switch (w->end) {
    case WIRE_FIN:
        return ", then FIN";
    case WIRE_RESET:
        return w->datagrams ? ", then the news that no server listens there"
            : w->error == ETIMEDOUT ? ", then no sign of life" : ", then RST";
    case WIRE_WRONG:
        return ", then more than was sent";
    default:
        if (w->received < whole(w))
            return ", then nothing for the time allowed";
        return w->shut ? ", then no FIN for the time allowed" : "";
    }
}

bool wire_refused_here(const struct wire *w)
{
    static const int errors[] = { EMFILE, ENFILE, ENOBUFS, ENOMEM, EPERM,
                                  EADDRNOTAVAIL, ENETUNREACH, ENETDOWN };

    for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++)
        if (w->end == WIRE_REFUSED && w->error == errors[i])
            return true;
    return false;
}

const char *wire_describe(const struct wire *w)
{
    static char line[160];
    char received[100];

    if (w->end == WIRE_REFUSED) {
        snprintf(line, sizeof line, "connect: %s", strerror(w->error));
    } else if (w->end == WIRE_WRONG && (wire_owed(w) > 0 || w->datagrams)) {
        tell_wrong(w, line, sizeof line);
    } else if (w->connected == 0) {
        snprintf(line, sizeof line,
                 "connect: nothing for the time allowed");
    } else {
        tell_received(w, received, sizeof received);
        snprintf(line, sizeof line, "%s%s", received, tell_end(w));
    }
    return line;
}

/* A row of the dump, in the form of `hexdump -C`. */
static void print_row(FILE *to, char mark, uint64_t offset,
                      const unsigned char *bytes, size_t size)
{
    char text[ROW + 1] = "";

    fprintf(to, "    %c%8" PRIu64 "  ", mark, offset);
    for (size_t i = 0; i < ROW; i++) {
        if (i >= size) {
            fprintf(to, "   ");
            continue;
        }
        text[i] = bytes[i] > ' ' && bytes[i] < 127 ? (char)bytes[i] : '.';
        fprintf(to, "%02x ", bytes[i]);
    }
    fprintf(to, " %s\n", text);
}

static size_t at_most_row(uint64_t size)
{
    return size < ROW ? (size_t)size : ROW;
}

/* The bytes that came in the row at `offset`: right ones, then wrong ones. */
static size_t got_row(const struct wire *w, uint64_t offset,
                      unsigned char *row)
{
    uint64_t end = w->received + w->wrong_size;
    size_t size = end > offset ? at_most_row(end - offset) : 0;

    pattern_answer(row, ROW, w->seed, offset);
    for (size_t i = 0; i < size; i++)
        if (offset + i >= w->received)
            row[i] = w->wrong[offset + i - w->received];
    return size;
}

void wire_hexdump(FILE *to, const struct wire *w)
{
    uint64_t row = w->received / ROW * ROW;
    uint64_t end = w->received + w->wrong_size;
    uint64_t all = w->received + wire_owed(w);
    unsigned char right[ROW], got[ROW];

    if (w->wrong_size == 0)     /* a datagram that is too short */
        return;
    fprintf(to, "    - expected, + got, from offset %" PRIu64 " on:\n",
            w->received);
    if (row >= ROW) {
        pattern_answer(right, ROW, w->seed, row - ROW);
        print_row(to, ' ', row - ROW, right, ROW);
    }
    for (; row < end; row += ROW) {
        size_t came = got_row(w, row, got);
        size_t owed = row < all ? at_most_row(all - row) : 0;

        pattern_answer(right, ROW, w->seed, row);
        bool same = came == owed && memcmp(got, right, came) == 0;

        if (!same && owed > 0)
            print_row(to, '-', row, right, owed);
        print_row(to, same ? ' ' : '+', row, got, came);
    }
}
