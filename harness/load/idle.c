/*
 * idle.c: clients that send one byte, are answered, and then stay silent.
 */
#include "load/idle.h"

#include "client/wire.h"
#include "lib/deadline.h"
#include "server/server.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>

enum {
    ONE_BY_ONE = 1000,          /* so many connect one by one, so that what
                                   the server counts is the same each time; */
    BATCH = 250,                /*   and then so many at once */
    ANSWER_SECONDS = 2          /* the longest wait for an answer (scaled) */
};

static bool is_accepted(const struct wire *w)
{
    return w->end == WIRE_OPEN && w->received == 1;
}

/* Closes those that the server did not accept, and moves the others together.
 * Returns how many there are. */
static size_t keep_accepted(struct idle_clients *a, struct wire *w, size_t n)
{
    size_t kept = 0;

    a->refused = false;
    for (size_t i = 0; i < n; i++) {
        if (is_accepted(&w[i])) {
            w[kept++] = w[i];
            continue;
        }
        a->refused = a->refused || w[i].end != WIRE_OPEN;
        if (wire_refused_here(&w[i]))
            a->error = w[i].error;
        a->wrong = a->wrong || w[i].end == WIRE_WRONG;
        wire_reset(&w[i]);
    }
    return kept;
}

/* Until all are answered. Goes on with the others when one has failed. */
static void pump_batch(struct wire *w, size_t n)
{
    struct wire *failed;
    int64_t deadline = deadline_in(ANSWER_SECONDS);

    while (wire_pump(w, n, deadline, &failed) == -1
           && failed->end != WIRE_OPEN) {
        wire_reset(failed);
        n = (size_t)(failed - w);
    }
}

/* Connects n more. Returns 0, or -1 when not all were accepted. */
static int add_batch(struct idle_clients *a, const struct server *s, size_t n)
{
    struct wire *w = a->wires + a->size;
    size_t accepted;

    for (size_t i = 0; i < n; i++) {
        w[i] = (struct wire){ .to_send = 1, .seed = (uint32_t)(a->size + i) };
        wire_connect_start(&w[i], s);
    }
    pump_batch(w, n);
    accepted = keep_accepted(a, w, n);
    a->size += accepted;
    return accepted == n ? 0 : -1;
}

int idle_add(struct idle_clients *a, const struct server *s, size_t n)
{
    if (n <= a->size)
        return 0;
    struct wire *wires = realloc(a->wires, n * sizeof *wires);
    if (!wires) {
        a->error = errno;
        return -1;
    }
    a->wires = wires;
    while (a->size < n) {
        size_t missing = n - a->size;
        size_t batch = a->size < ONE_BY_ONE ? 1 : BATCH;
        if (add_batch(a, s, missing < batch ? missing : batch) == -1)
            return -1;
    }
    return 0;
}

size_t idle_lost(const struct idle_clients *a)
{
    struct pollfd *list = calloc(a->size + 1, sizeof *list);
    size_t n = 0;

    for (size_t i = 0; list && i < a->size; i++)
        list[i] = (struct pollfd){ .fd = a->wires[i].fd, .events = POLLIN };
    if (list && poll(list, a->size, 0) > 0)
        for (size_t i = 0; i < a->size; i++)
            n += list[i].revents != 0;
    free(list);
    return n;
}

void idle_close(struct idle_clients *a, const struct server *s)
{
    for (size_t i = 0; i < a->size; i++)
        if (s->target->command)
            wire_reset(&a->wires[i]);
        else
            wire_close(&a->wires[i]);
    free(a->wires);
    *a = (struct idle_clients){ 0 };
}
