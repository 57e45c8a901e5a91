/*
 * idle.c: clients that say one thing, are answered, and fall silent.
 */
#include "load/idle.h"

#include "client/wire.h"
#include "lib/deadline.h"
#include "server/server.h"

#include <err.h>
#include <poll.h>
#include <stdlib.h>

enum {
    ALONE = 1000,               /* so many come one by one, so that what the
                                   server counts is the same each time; */
    PLATOON = 250,              /* and then so many at once */
    PATIENCE = 2                /* seconds until one of them is answered */
};

static bool stands(const struct wire *w)
{
    return w->end == WIRE_OPEN && w->received == 1;
}

/* Strikes out those whom the server did not take. Returns how many stand. */
static size_t muster(struct idle_clients *a, struct wire *w, size_t n)
{
    size_t standing = 0;

    a->refused = false;
    for (size_t i = 0; i < n; i++) {
        if (stands(&w[i])) {
            w[standing++] = w[i];
            continue;
        }
        a->refused = a->refused || w[i].end != WIRE_OPEN;
        a->wrong = a->wrong || w[i].end == WIRE_WRONG;
        wire_reset(&w[i]);
    }
    return standing;
}

/* Moves what is left of the platoon when the first of them has fallen. */
static void pump(struct wire *w, size_t n)
{
    struct wire *fallen;
    int64_t deadline = deadline_in(PATIENCE);

    while (wire_pump(w, n, deadline, &fallen) == -1
           && fallen->end != WIRE_OPEN) {
        wire_reset(fallen);
        n = (size_t)(fallen - w);
    }
}

/* Brings in n more. Returns 0, or -1 when not all were taken. */
static int platoon(struct idle_clients *a, const struct server *s, size_t n)
{
    struct wire *w = a->wires + a->size;
    size_t came;

    for (size_t i = 0; i < n; i++) {
        w[i] = (struct wire){ .to_send = 1, .seed = (uint32_t)(a->size + i) };
        wire_connect_start(&w[i], s);
    }
    pump(w, n);
    came = muster(a, w, n);
    a->size += came;
    return came == n ? 0 : -1;
}

int idle_add(struct idle_clients *a, const struct server *s, size_t n)
{
    if (n <= a->size)
        return 0;
    struct wire *wires = realloc(a->wires, n * sizeof *wires);
    if (!wires) {
        warn("%zu idle clients", n);
        return -1;
    }
    a->wires = wires;
    while (a->size < n) {
        size_t missing = n - a->size;
        size_t come = a->size < ALONE ? 1 : PLATOON;
        if (platoon(a, s, missing < come ? missing : come) == -1)
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

void idle_close(struct idle_clients *a)
{
    for (size_t i = 0; i < a->size; i++)
        wire_reset(&a->wires[i]);
    free(a->wires);
    *a = (struct idle_clients){ 0 };
}
