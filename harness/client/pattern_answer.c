/*
 * pattern_answer.c: what a right answer to a stream is.
 *
 * In capitals it is a second table, byte for byte. Of lines it is shorter: the
 * lengths of the lines in one lap, as text, repeat as the stream does; only the
 * first line of a stream is special, as a stream begins in the middle of a line
 * of the table.
 */
#include "client/pattern.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum { LAP = PATTERN_LAP, MOST_LINES = 1024, MOST_ANSWER = 8192 };

enum pattern_reply pattern_reply = REPLY_SAME;

const char *const pattern_replies[] = {
    [REPLY_SAME] = "same", [REPLY_UPPER] = "upper", [REPLY_LINES] = "lines",
    [REPLY_NONE] = "none", [REPLY_HTTP] = "http", NULL
};

/* Of one lap of the table. */
static struct lines {
    size_t n;
    size_t end[MOST_LINES];     /* where the newline of each line is */
    size_t answer[MOST_LINES + 1];      /* where its answer begins; after the
                                           last: how long all of them are */
    unsigned char text[MOST_ANSWER + PATTERN_RUN];
} lines;

/* The answer to the line in which a stream begins. */
struct first {
    size_t length;              /* of the line, without its newline */
    size_t line;                /* the line of the table of which it is part */
    char text[8];
    size_t size;
};

static void make_lines(void)
{
    const unsigned char *table = pattern_at(0, 0);
    size_t at = 0, before;

    for (size_t i = 0; i < LAP; i++)
        if (table[i] == '\n')
            lines.end[lines.n++] = i;
    before = lines.end[lines.n - 1];
    for (size_t i = 0; i < lines.n; i++) {
        lines.answer[i] = at;
        at += (size_t)sprintf((char *)lines.text + at, "%zu\n",
                              (lines.end[i] + LAP - before - 1) % LAP);
        before = lines.end[i];
    }
    lines.answer[lines.n] = at;
    for (size_t i = at; i < sizeof lines.text; i++)
        lines.text[i] = lines.text[i - at];
}

/* How many lines of the table end before this place. */
static size_t lines_before(size_t place)
{
    size_t i = 0;

    while (i < lines.n && lines.end[i] < place)
        i++;
    return i;
}

static struct first first_line(uint32_t seed)
{
    size_t start = (size_t)(pattern_at(seed, 0) - pattern_at(0, 0));
    struct first f;

    if (lines.n == 0)
        make_lines();
    f.line = lines_before(start) % lines.n;
    f.length = (lines.end[f.line] + LAP - start) % LAP;
    f.size = (size_t)sprintf(f.text, "%zu\n", f.length);
    return f;
}

/* How long the answers are to all lines of the table that end before it. A
 * place may be in the second lap. */
static size_t answers_before(size_t place)
{
    return place < LAP ? lines.answer[lines_before(place)]
        : lines.answer[lines.n] + lines.answer[lines_before(place - LAP)];
}

static uint64_t owed_for_lines(uint32_t seed, uint64_t sent)
{
    struct first f = first_line(seed);
    size_t begin = lines.end[f.line] + 1;
    uint64_t rest = sent - f.length - 1;

    if (sent <= f.length)
        return 0;
    return f.size + rest / LAP * lines.answer[lines.n]
        + answers_before(begin + rest % LAP) - answers_before(begin);
}

uint64_t pattern_owed(uint32_t seed, uint64_t sent)
{
    return pattern_reply == REPLY_NONE ? 0
        : pattern_reply == REPLY_LINES ? owed_for_lines(seed, sent) : sent;
}

/* toupper(3) would ask the locale. */
static unsigned char upper(unsigned char c)
{
    return c >= 'a' && c <= 'z' ? (unsigned char)(c - 'a' + 'A') : c;
}

static const unsigned char *upper_at(uint32_t seed, uint64_t offset)
{
    static unsigned char table[LAP + PATTERN_RUN];
    static bool made;
    const unsigned char *lower = pattern_at(0, 0);

    for (size_t i = 0; !made && i < sizeof table; i++)
        table[i] = upper(lower[i]);
    made = true;
    return table + (pattern_at(seed, offset) - lower);
}

/* The right answer from `offset` on: *run bytes of it. */
static const unsigned char *answer_at(uint32_t seed, uint64_t offset,
                                      size_t *run)
{
    static struct first f;

    *run = PATTERN_RUN;
    if (pattern_reply == REPLY_UPPER)
        return upper_at(seed, offset);
    if (pattern_reply != REPLY_LINES)
        return pattern_at(seed, offset);
    f = first_line(seed);
    if (offset >= f.size)
        return lines.text + (answers_before(lines.end[f.line] + 1) + offset
                             - f.size) % lines.answer[lines.n];
    *run = f.size - (size_t)offset;
    return (unsigned char *)f.text + offset;
}

void pattern_answer(unsigned char *to, size_t size, uint32_t seed,
                    uint64_t offset)
{
    for (size_t done = 0, run; done < size; done += run) {
        const unsigned char *right = answer_at(seed, offset + done, &run);

        run = run < size - done ? run : size - done;
        memcpy(to + done, right, run);
    }
}

static size_t first_difference(const unsigned char *a, const unsigned char *b,
                               size_t size)
{
    size_t i = 0;

    if (memcmp(a, b, size) == 0)
        return size;
    while (a[i] == b[i])
        i++;
    return i;
}

size_t pattern_verify(const unsigned char *got, size_t size, uint32_t seed,
                      uint64_t offset)
{
    for (size_t done = 0, run; done < size; done += run) {
        const unsigned char *right = answer_at(seed, offset + done, &run);
        size_t same;

        run = run < size - done ? run : size - done;
        same = first_difference(got + done, right, run);
        if (same != run)
            return done + same;
    }
    return size;
}

static void answer_lines(char *to, size_t size, const char *text)
{
    const char *end;
    size_t n = 0;

    *to = '\0';
    for (; (end = strchr(text, '\n')) && n < size; text = end + 1)
        n += (size_t)snprintf(to + n, size - n, "%td\n", end - text);
}

void pattern_answer_text(char *to, size_t size, const char *text)
{
    snprintf(to, size, "%s", pattern_reply == REPLY_NONE ? "" : text);
    if (pattern_reply == REPLY_LINES)
        answer_lines(to, size, text);
    else if (pattern_reply == REPLY_UPPER)
        for (; *to; to++)
            *to = (char)upper((unsigned char)*to);
}
