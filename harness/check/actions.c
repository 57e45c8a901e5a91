/*
 * actions.c: what clients do, what is done to the server, and what is seen of
 * it.
 */
#include "check/actions.h"

#include "client/pattern.h"
#include "lib/deadline.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

/* A place for one more client; each sends a stream of its own. */
static struct wire *new_client(struct trial *t)
{
    struct wire *w = &t->clients[t->n < MOST_CLIENTS ? t->n++ : 0];

    *w = (struct wire){ .fd = -1, .seed = (uint32_t)(w - t->clients) };
    return w;
}

static struct wire *arrive_within(struct trial *t, double seconds)
{
    struct wire *w = new_client(t);

    if (t->verdict == HELD && wire_connect(w, &t->server, seconds) == -1)
        fail_client(t, w, "a connection within %g s",
                    t->patience * deadline_scale);
    return w;
}

struct wire *arrive(struct trial *t)
{
    return arrive_within(t, t->patience);
}

struct wire *crowd(struct trial *t, size_t n)
{
    struct wire *first = &t->clients[t->n];
    int64_t began = deadline_now();

    for (size_t i = 0; i < n; i++) {
        double gone = (double)(deadline_now() - began) / 1e9 / deadline_scale;

        arrive_within(t, gone < t->patience ? t->patience - gone : 0);
    }
    return first;
}

struct wire *rush(struct trial *t, size_t n, uint64_t bytes)
{
    struct wire *first = &t->clients[t->n];

    for (size_t i = 0; i < n && t->verdict == HELD; i++) {
        struct wire *w = new_client(t);

        w->to_send = bytes;
        if (wire_connect_start(w, &t->server) == -1)
            fail_client(t, w, "a connection");
    }
    return first;
}

void say(struct trial *t, struct wire *w, size_t n)
{
    if (t->verdict == HELD && wire_send(w, n, t->patience) == -1)
        fail_client(t, w, "%zu bytes taken within %g s", n,
                    t->patience * deadline_scale);
}

void hear(struct trial *t, struct wire *w)
{
    size_t n = (size_t)wire_owed(w);

    if (t->verdict == HELD && wire_receive(w, n, t->patience) == -1)
        fail_client(t, w, "%zu byte%s back within %g s", n,
                    n == 1 ? "" : "s", t->patience * deadline_scale);
}

static void echo_within(struct trial *t, struct wire *w, size_t n,
                        double seconds)
{
    if (t->verdict == HELD && wire_echo(w, n, seconds) == -1)
        fail_client(t, w, "%zu byte%s sent and back within %g s", n,
                    n == 1 ? "" : "s", seconds * deadline_scale);
}

void echo(struct trial *t, struct wire *w, size_t n)
{
    echo_within(t, w, n, t->patience);
}

void echo_soon(struct trial *t, struct wire *w, size_t n)
{
    echo_within(t, w, n, t->soon);
}

void half_close(struct trial *t, struct wire *w)
{
    if (t->verdict == HELD)
        wire_try_half_close(w);
}

void finish(struct trial *t, struct wire *w)
{
    if (t->verdict == HELD && wire_finish(w, t->patience) == -1)
        fail_client(t, w, "end of file (FIN) within %g s, and no byte before",
                    t->patience * deadline_scale);
}

/* How many bytes have gone, and come back. */
static uint64_t moved(const struct wire *w, size_t n)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += w[i].sent + w[i].received;
    return sum;
}

/* Moves them in windows of so many seconds, until they are done, or nothing has
 * moved in a window, or the deadline. Returns the client that is not done. */
static struct wire *move_on(struct wire *w, size_t n, double window,
                            int64_t deadline)
{
    struct wire *culprit;
    uint64_t before;

    do {
        int64_t end = deadline_in(window);

        before = moved(w, n);
        if (wire_pump(w, n, end < deadline ? end : deadline, &culprit) == 0)
            return NULL;
    } while (culprit->end == WIRE_OPEN && moved(w, n) > before
             && deadline_left(deadline) > 0);
    return culprit;
}

void pump(struct trial *t, struct wire *w, size_t n, double seconds)
{
    struct wire *culprit;

    if (t->verdict != HELD)
        return;
    culprit = move_on(w, n, t->patience, deadline_in(seconds));
    if (culprit)
        fail_client(t, culprit, "all %llu bytes back%s, within %g s",
                    (unsigned long long)culprit->to_send,
                    culprit->half_close ? ", then FIN" : "",
                    seconds * deadline_scale);
}

void pump_for(struct trial *t, struct wire *w, size_t n, double seconds)
{
    struct wire *culprit = w;

    if (t->verdict == HELD
        && wire_pump(w, n, deadline_in(seconds), &culprit) == -1
        && culprit->end != WIRE_OPEN)
        fail_client(t, culprit, "right bytes come back, as long as it reads");
}

size_t pump_survivors(struct trial *t, struct wire *w, size_t n,
                      double seconds)
{
    int64_t deadline = deadline_in(seconds);
    struct wire *culprit = w;

    while (t->verdict == HELD && wire_pump(w, n, deadline, &culprit) == -1) {
        struct wire fallen = *culprit;

        if (fallen.end == WIRE_OPEN)
            break;
        if (fallen.end == WIRE_WRONG)
            fail_client(t, culprit, "right bytes, or none");
        *culprit = w[--n];
        w[n] = fallen;
    }
    return n;
}

void drain(struct trial *t, struct wire *w)
{
    w->mute = false;
    w->to_send = w->sent;
    w->half_close = true;
    pump(t, w, 1, 2 * t->patience);
}

void stuff(struct trial *t, struct wire *w, size_t n, uint64_t most)
{
    struct wire *culprit = NULL;

    for (size_t i = 0; i < n; i++) {
        w[i].mute = true;
        w[i].to_send = most;
    }
    if (t->verdict == HELD)
        culprit = move_on(w, n, QUIET, deadline_in(t->patience));
    if (culprit && culprit->end != WIRE_OPEN)
        fail_client(t, culprit,
                    "the server bears with a client that does not read");
}

/* A server that did not send end of file once is not waited for again. */
void part(struct trial *t, struct wire *w)
{
    if (t->verdict == HELD && !t->never_ends)
        t->never_ends = wire_finish(w, QUIET) == -1 && w->end == WIRE_OPEN;
    reset(t, w);
}

void nothing_more(struct trial *t, struct wire *w)
{
    if (t->verdict == HELD && wire_finish(w, QUIET) == -1
        && w->end != WIRE_OPEN)
        fail_client(t, w, "no byte more, and end of file");
}

void leave(struct trial *t, struct wire *w)
{
    t->answered |= w->received > 0;
    wire_close(w);
}

void reset(struct trial *t, struct wire *w)
{
    t->answered |= w->received > 0;
    wire_reset(w);
}

/* Where there is no answer, end of file tells that it is served. */
void visit(struct trial *t)
{
    struct wire *w = arrive(t);

    if (pattern_reply == REPLY_LINES)
        converse(t, w, "a line\n");
    else
        echo(t, w, 100);
    if (pattern_reply == REPLY_NONE)
        finish(t, w);
    leave(t, w);
    if (t->verdict == HELD)
        t->n--;
}

void visits(struct trial *t, size_t n)
{
    for (size_t i = 0; i < n && t->verdict == HELD; i++) {
        struct wire *w = arrive(t);

        echo(t, w, 1000);
        if (i % 2 == 0)
            part(t, w);
        else
            reset(t, w);
        if (t->verdict == HELD)
            t->n--;
    }
}

void start_again(struct trial *t, const struct launch *how)
{
    if (t->verdict != HELD)
        return;
    trial_stop(t);
    if (trial_start(t, how) == -1)
        fail_start(t, &t->server);
}

void start_without_quarantine(struct trial *t)
{
    const char *given = getenv("ASAN_OPTIONS");
    char *before = given ? strdup(given) : NULL, options[400];

    snprintf(options, sizeof options, "%s%squarantine_size_mb=1",
             before ? before : "", before ? ":" : "");
    setenv("ASAN_OPTIONS", options, 1);
    start_again(t, NULL);
    if (before)
        setenv("ASAN_OPTIONS", before, 1);
    else
        unsetenv("ASAN_OPTIONS");
    free(before);
}

/* Its CPU time, in percent of the time in which it had a CPU or wanted none,
 * over a QUIET window of such time. Where others leave it little, the window is
 * longer. So it is where the server seems to do no more than `most`, but is
 * ready to run: the kernel tells how long it waited only when it runs. */
static double busy_once(struct trial *t, double most)
{
    int64_t cpu = server_cpu(&t->server), waited = server_waited(&t->server);
    int64_t began = deadline_now(), deadline = deadline_in(8 * QUIET);
    int64_t window = deadline_in(QUIET) - began, used, free;
    double share;

    if (t->verdict != HELD || cpu == -1)
        return -1;
    do {
        while (deadline_now() < began + window && deadline_nap(deadline) == 0)
            continue;
        used = server_cpu(&t->server) - cpu;
        free = deadline_now() - began;
        free -= waited < 0 ? 0 : server_waited(&t->server) - waited;
        share = (double)used * 100 / (double)(free > used ? free : used + 1);
        window += window / 2;
    } while ((free < (int64_t)(QUIET * deadline_scale * 0.8e9)
              || (share <= most && server_ready(&t->server) > 0))
             && deadline_left(deadline) > 0);
    return share;
}

double busy(struct trial *t, double most)
{
    double share = busy_once(t, most);

    /* Negative: a child ended meanwhile, and took its time with it. */
    for (int i = 0; i < 2 && (share > most || share < 0); i++)
        share = busy_once(t, most);
    return share;
}

int tasks_down_to(struct trial *t, int most)
{
    int64_t deadline = deadline_in(t->soon), still = deadline_in(QUIET);
    int before, tasks = server_tasks(&t->server);

    do {
        before = tasks;
        tasks = server_tasks(&t->server);
        if (tasks != before)
            still = deadline_in(QUIET);
    } while (tasks > most && (most > 0 || deadline_left(still) > 0)
             && deadline_nap(deadline) == 0);
    return tasks;
}
