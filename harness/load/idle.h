/*
 * idle.h: clients that say one thing, are answered, and fall silent.
 *
 * The answer proves that the server has taken the client in. From then on it
 * costs the server whatever its model makes an idle client cost, and the
 * harness nothing: nobody watches it.
 */
#ifndef IDLE_H
#define IDLE_H

#include <stdbool.h>
#include <stddef.h>

struct server;
struct wire;

/* All zeros is an army of none. */
struct idle_clients {
    struct wire *wires;
    size_t size;                /* how many stand */
    bool refused;               /* the last one that came was turned away,
                                   rather than left unanswered */
    bool wrong;                 /* one of them got a wrong byte */
};

/* Lets it grow to n. Returns 0, or -1 when the server took fewer: those whom
 * it took stand. */
int idle_add(struct idle_clients *a, const struct server *s, size_t n);

/* How many of them the server has hung up on since, or sent something. */
size_t idle_lost(const struct idle_clients *a);

/* Sends all of them home, with RST. */
void idle_close(struct idle_clients *a);

#endif
