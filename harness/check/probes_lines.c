/*
 * probes_lines.c: a server that answers each line with its length in bytes,
 * without the newline, and a newline. TCP carries a stream of bytes: it is the
 * server that must find the lines in it.
 */
#include "check/actions.h"

#include <string.h>

/* Sends text[0] to text[n - 1] in two pieces, the first `at` bytes long. */
static void say_in_two(struct trial *t, struct wire *w, const char *text,
                       size_t at)
{
    say_text(t, w, text, at);
    await_read(t, w);
    say_text(t, w, text + at, strlen(text) - at);
}

static void empty_line(struct trial *t)
{
    struct wire *w = arrive(t);

    step(t, "send an empty line, and wait for 0");
    converse(t, w, "\n");
    step(t, "send another, and a line of one byte");
    converse(t, w, "\n");
    converse(t, w, "x\n");
}

static void two_in_one(struct trial *t)
{
    struct wire *w = arrive(t);

    step(t, "send two lines in one piece, and wait for two answers");
    converse(t, w, "one\ntwo too\n");
    step(t, "send seven lines in one piece");
    converse(t, w, "a\nbb\n\ndddd\nccc\nbb\na\n");
}

static void cut_anywhere(struct trial *t)
{
    static const char text[] = "one\ntwo too\n";

    step(t, "send two lines in two pieces, cut after 1, 2, 3 ... bytes");
    for (size_t at = 1; at < sizeof text - 1 && t->verdict == HELD; at++) {
        struct wire *w = arrive(t);

        say_in_two(t, w, text, at);
        hear_text(t, w, "3\n7\n");
        leave(t, w);
    }
}

static void byte_by_byte(struct trial *t)
{
    static const char text[] = "byte by byte\n";
    struct wire *w = arrive(t);

    step(t, "send a line byte by byte, each when the last has been read");
    for (size_t i = 0; i < sizeof text - 1; i++) {
        say_text(t, w, text + i, 1);
        await_read(t, w);
    }
    hear_text(t, w, "12\n");
}

static void odd_bytes(struct trial *t)
{
    static const char text[] = "a\0b\r\xff\t \n";

    step(t, "send a line of 7 bytes: NUL, CR, 0xff, TAB and a blank are among"
         " them");
    struct wire *w = arrive(t);
    say_text(t, w, text, sizeof text - 1);
    hear_text(t, w, "7\n");
}

static void half_a_line_at_the_end(struct trial *t)
{
    struct wire *w = arrive(t);

    step(t, "send a line and half a line, and half-close");
    say_text(t, w, "whole\nhal", 9);
    half_close(t, w);
    step(t, "the line is answered; the half is not; then comes end of file");
    hear_text(t, w, "5\n");
    hear_end(t, w);
    step(t, "the next client is served");
    visit(t);
}

static void long_line(struct trial *t)
{
    enum { LONG = 1000000, PIECES = 100 };
    static char piece[LONG / PIECES];
    struct wire *w = arrive(t);

    memset(piece, 'x', sizeof piece);
    step(t, "send a line of %d bytes, and wait for its length", LONG);
    for (int i = 0; i < PIECES; i++)
        say_text(t, w, piece, sizeof piece);
    say_text(t, w, "\n", 1);
    hear_text(t, w, "1000000\n");
    step(t, "then a short one");
    converse(t, w, "short\n");
}

const struct probe probes_lines[] = {
    { .name = "an empty line", .run = empty_line,
      .asked = SEQUENTIAL, .whose = ANY, .replies = TO_LINES,
      .holds = "its length is 0",
      .usual = "An empty line is taken for the end, or for no line; or the"
               " newline is counted.",
      .see = "labs/06-sticky/README.md" },
    { .name = "two lines in one piece", .run = two_in_one,
      .asked = SEQUENTIAL, .whose = ANY, .replies = TO_LINES,
      .holds = "each has an answer of its own",
      .usual = "What one recv returns is taken for one line, or only its"
               " first line is answered; or the newline is counted.",
      .see = "labs/06-sticky/README.md" },
    { .name = "lines cut anywhere", .run = cut_anywhere,
      .asked = SEQUENTIAL, .whose = ANY, .replies = TO_LINES,
      .holds = "a line may come in two pieces",
      .usual = "The beginning of a line is forgotten when the rest comes,"
               " or is answered by itself; or the newline is counted.",
      .see = "labs/06-sticky/README.md" },
    { .name = "a line byte by byte", .run = byte_by_byte,
      .asked = SEQUENTIAL, .whose = ANY, .replies = TO_LINES,
      .holds = "a line may come in many pieces",
      .usual = "Each recv is taken for a line, or only the last piece is"
               " counted; or the newline is, too.",
      .see = "labs/06-sticky/README.md" },
    { .name = "odd bytes in a line", .run = odd_bytes,
      .asked = SEQUENTIAL, .whose = ANY, .replies = TO_LINES,
      .holds = "the length is counted in bytes",
      .usual = "Characters are counted, or strlen stops at NUL, or CR is"
               " stripped.",
      .see = "labs/06-sticky/README.md" },
    { .name = "half a line, then FIN", .run = half_a_line_at_the_end,
      .asked = SEQUENTIAL, .whose = ANY, .replies = TO_LINES,
      .holds = "half a line is not answered",
      .usual = "What is left at end of file is taken for a whole line; or"
               " the newline is counted.",
      .see = "labs/06-sticky/README.md" },
    { .name = "a line of 1,000,000 bytes", .run = long_line,
      .asked = SEQUENTIAL, .whose = ANY, .replies = TO_LINES,
      .holds = "a line may be long",
      .usual = "The buffer for a line is too short, or is searched from its"
               " beginning each time.",
      .see = "labs/06-sticky/README.md" },
    { 0 },
};
