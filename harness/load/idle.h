/*
 * idle.h: clients that send one byte, are answered, and then stay silent.
 *
 * The answer proves that the server has accepted the client. From then on the
 * client costs the server whatever its model makes an idle client cost. It
 * costs the harness nothing, which does not watch it.
 */
#ifndef IDLE_H
#define IDLE_H

#include <stdbool.h>
#include <stddef.h>

struct server;
struct wire;

/* All zeros means none. */
struct idle_clients {
    struct wire *wires;
    size_t size;                /* how many the server has accepted */
    bool refused;               /* the newest was refused or cut off, rather
                                   than left without an answer */
    bool wrong;                 /* one of them got a wrong byte */
    int error;                  /* what our own machine lacked for the newest,
                                   or 0 */
};

/* Adds clients until there are n. Returns 0, or -1 when the server accepted
 * fewer: those that it accepted stay. */
int idle_add(struct idle_clients *a, const struct server *s, size_t n);

/* How many of them the server has closed since, or sent something to. */
size_t idle_lost(const struct idle_clients *a);

/* Closes all of them. A server that we started is stopped next: RST does it no
 * harm, and leaves no thousands of TIME_WAITs behind. Any other gets FIN. */
void idle_close(struct idle_clients *a, const struct server *s);

#endif
