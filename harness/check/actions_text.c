/*
 * actions_text.c: clients that send text, and know each byte of the answer.
 */
#include "check/actions.h"

#include "client/pattern.h"
#include "client/sock_diag.h"
#include "lib/deadline.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

enum { MOST_TEXT = 4096, SHOWN = 40, QUOTED = 4 * SHOWN + 8 };

/* Text as it stands in C, "quit\n", and "..." for what is past SHOWN bytes. */
static void quote(char to[QUOTED], const char *text, size_t n)
{
    char *end = to;

    *end++ = '"';
    for (size_t i = 0; i < n && i < SHOWN; i++) {
        unsigned char c = (unsigned char)text[i];

        if (c == '\n' || c == '\r')
            end += sprintf(end, "\\%c", c == '\n' ? 'n' : 'r');
        else
            end += sprintf(end, c >= ' ' && c < 127 ? "%c" : "\\x%02x", c);
    }
    sprintf(end, "\"%s", n > SHOWN ? "..." : "");
}

void say_text(struct trial *t, struct wire *w, const char *text, size_t n)
{
    struct pollfd p = { .fd = w->fd, .events = POLLOUT };
    int64_t deadline = deadline_in(t->patience);

    while (t->verdict == HELD && n > 0) {
        ssize_t went = send(w->fd, text, n, MSG_NOSIGNAL);

        if (went > 0) {
            text += went;
            n -= (size_t)went;
            continue;
        }
        if (errno != EAGAIN)
            w->end = WIRE_RESET;
        if (errno != EAGAIN || poll(&p, 1, deadline_left(deadline)) != 1)
            fail_client(t, w, "%zu more bytes taken within %g s", n,
                        t->patience * deadline_scale);
    }
}

/* Reads until n bytes have come, or end of file. Returns how many came. */
static size_t read_text(struct wire *w, char *to, size_t n, int64_t deadline)
{
    struct pollfd p = { .fd = w->fd, .events = POLLIN };
    size_t got = 0;

    while (got < n && w->end == WIRE_OPEN
           && poll(&p, 1, deadline_left(deadline)) == 1) {
        ssize_t came = recv(w->fd, to + got, n - got, 0);

        if (came > 0)
            got += (size_t)came;
        else if (came == 0 || errno != EAGAIN)
            w->end = came == 0 ? WIRE_FIN : WIRE_RESET;
    }
    return got;
}

static const char *const ends[] = {
    [WIRE_OPEN] = ", then nothing for the time allowed",
    [WIRE_FIN] = ", then FIN", [WIRE_RESET] = ", then RST"
};

void hear_text(struct trial *t, struct wire *w, const char *text)
{
    char got[MOST_TEXT], right[QUOTED], wrong[QUOTED], expected[QUOTED + 40];
    size_t n = strlen(text), came;

    if (t->verdict != HELD)
        return;
    came = read_text(w, got, n, deadline_in(t->patience));
    t->answered |= came > 0;
    if (came == n && memcmp(got, text, n) == 0)
        return;
    quote(right, text, n);
    quote(wrong, got, came);
    snprintf(expected, sizeof expected, "%s within %g s", right,
             t->patience * deadline_scale);
    t->culprit = *w;
    fail(t, expected, "%s%s", wrong, came < n ? ends[w->end] : "");
    t->cause = came < n && w->end == WIRE_OPEN ? NO_ANSWER : OTHER_CAUSE;
}

void hear_end(struct trial *t, struct wire *w)
{
    char got[MOST_TEXT], wrong[QUOTED];
    size_t came;

    if (t->verdict != HELD)
        return;
    came = read_text(w, got, sizeof got, deadline_in(t->patience));
    if (came == 0 && w->end == WIRE_FIN)
        return;
    quote(wrong, got, came);
    t->culprit = *w;
    fail(t, "end of file (FIN), and no byte before", "%s%s",
         came > 0 ? wrong : "nothing", ends[w->end]);
    t->cause = came == 0 && w->end == WIRE_OPEN ? NO_FIN : OTHER_CAUSE;
}

void await_read(const struct trial *t, const struct wire *w)
{
    int64_t deadline = deadline_in(QUIET);
    struct sock_diag q = { .unread = 1 };

    while (t->verdict == HELD
           && (wire_unacknowledged(w) != 0
               || sock_diag_server_end(w, &q) == -1 || q.unread > 0)
           && deadline_nap(deadline) == 0)
        continue;
}

void take_text(struct trial *t, struct wire *w, char *to, size_t n)
{
    size_t came = t->verdict == HELD
        ? read_text(w, to, n, deadline_in(t->patience)) : 0;

    to[came] = '\0';
    t->answered |= came > 0;
    if (came < n)
        fail_client(t, w, "more of an answer within %g s",
                    t->patience * deadline_scale);
}

void converse(struct trial *t, struct wire *w, const char *text)
{
    char answer[MOST_TEXT];

    pattern_answer_text(answer, sizeof answer, text);
    say_text(t, w, text, strlen(text));
    hear_text(t, w, answer);
}
