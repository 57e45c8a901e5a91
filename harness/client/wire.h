/*
 * wire.h: client sockets. Each sends a stream of its own (pattern.h), and
 * verifies every byte that comes back.
 *
 * A client is driven either alone (wire_send, wire_receive) or among others:
 * wire_pump moves any number of them in one poll(2) loop, in both directions
 * at once.
 */
#ifndef WIRE_H
#define WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/socket.h>

struct pollfd;
struct server;

/* How a client's connection stands. */
enum wire_end {
    WIRE_OPEN,                  /* as far as we have seen */
    WIRE_FIN,                   /* the server sent end of file */
    WIRE_RESET,                 /* the server sent RST */
    WIRE_REFUSED,               /* connect failed: errno in `error` */
    WIRE_WRONG                  /* a byte came back wrong, or one too many */
};

struct wire {
    int fd;                     /* nonblocking; -1: none */
    uint32_t seed;              /* which stream it sends */
    uint64_t to_send;           /* how much of it, in bytes */
    bool half_close;            /* shutdown(SHUT_WR) once that is sent, and
                                   then read on to end of file */
    size_t piece;               /* the most it sends at once; 0: no limit */
    bool mute;                  /* does not read (a slow reader); it is done
                                   when it has sent everything */
    bool shut;                  /* the half-close is done */

    uint64_t sent;
    uint64_t received;          /* verified bytes */
    int64_t connected;          /* when; 0: not yet (deadline.h) */
    int64_t first;              /* when its first answer came; 0: not yet */
    int64_t last;               /* when its last answer came */
    bool datagrams;             /* by UDP: one is under way at a time, and it
                                   must come back whole and alone */
    size_t went, came;          /* the sizes of the last ones */
    enum wire_end end;
    int error;                  /* errno behind REFUSED and RESET */
    unsigned char wrong[64];    /* with WIRE_WRONG: what came from offset */
    size_t wrong_size;          /*   `received` on */
};

/* The most bytes in a datagram. */
enum { WIRE_DATAGRAM = 65507 };

/* Connects, TCP_NODELAY and nonblocking, within `seconds` (scaled). *w must be
 * all zeros but for what the caller wants sent. Returns 0, or -1 with w->end
 * WIRE_REFUSED and w->error (ETIMEDOUT for the deadline). */
int wire_connect(struct wire *w, const struct server *s, double seconds);

/* Is a server there that we did not start? Connects and closes. Returns 0, or
 * -1 with the reason in s->why. For one that we started: 0 at once. */
int wire_reach(struct server *s);

/* Starts to connect and does not wait: wire_pump completes it. */
int wire_connect_start(struct wire *w, const struct server *s);

/* Moves n clients until each has sent everything and received it back (and,
 * with half_close, seen end of file). Returns 0 when all are done and right;
 * -1 on the first thing wrong or at the deadline, and *culprit (if not NULL)
 * is the client it happened to. To go on without that client, wire_close it:
 * a closed client is passed over. */
int wire_pump(struct wire *w, size_t n, int64_t deadline,
              struct wire **culprit);

/* One round of it, for callers with a loop of their own: waits at most `ms`
 * milliseconds for news of n clients, and gives each that has some one turn.
 * polls[n] is scratch space. Clients that are closed or have ended are passed
 * over. Returns what poll(2) returned. */
int wire_pump_round(struct wire *const *wires, struct pollfd *polls, size_t n,
                    int ms);

/* Sends the next n bytes of its stream, and waits until the kernel has taken
 * them. Returns 0, or -1: deadline or reset. */
int wire_send(struct wire *w, size_t n, double seconds);

/* Receives and verifies n bytes. Returns 0; -1: wrong, end of file, reset, or
 * the deadline (then w->end is still WIRE_OPEN). */
int wire_receive(struct wire *w, size_t n, double seconds);

/* How many bytes of the right answer to what was sent have not come yet. */
uint64_t wire_owed(const struct wire *w);

/* Sends n bytes, and receives all it is owed. */
int wire_echo(struct wire *w, size_t n, double seconds);

/* Half-closes, and waits for end of file, which must come with no byte before
 * it. Returns 0 or -1. */
int wire_finish(struct wire *w, double seconds);

/* Closes. wire_reset closes with RST (SO_LINGER of 0 seconds), and so leaves no
 * TIME_WAIT behind. */
void wire_close(struct wire *w);
void wire_reset(struct wire *w);

/* Bytes in the kernel: sent and not yet acknowledged (SIOCOUTQ); arrived and
 * not yet read (SIOCINQ). */
int wire_unacknowledged(const struct wire *w);
int wire_unread(const struct wire *w);

/* Whether it is our own machine that refused the connection. */
bool wire_refused_here(const struct wire *w);

/* One line: how the client stands ("received 2048 of 8192 bytes, then FIN"),
 * in a static buffer. */
const char *wire_describe(const struct wire *w);

/* Prints, indented, a hexdump of what was expected and of what came, from the
 * row before the first wrong byte. For a client whose end is WIRE_WRONG. */
void wire_hexdump(FILE *to, const struct wire *w);

/* A client's single steps. None of them waits; each leaves its outcome in *w.
 *
 * wire_try_connect completes a connect once the socket is writable: 0, or -1
 * with WIRE_REFUSED (connect(2), EINPROGRESS); a server that accepts and resets
 * at once has connected, and leaves WIRE_RESET. wire_try_send sends the
 * stream's next bytes once, at most n, and returns how many went.
 * wire_try_receive receives once, at most n bytes, verifies them, and returns
 * how many came; bytes past what was sent are wrong. */
int wire_try_connect(struct wire *w);
size_t wire_try_send(struct wire *w, uint64_t n);
size_t wire_try_receive(struct wire *w, size_t n);
void wire_try_half_close(struct wire *w);

#endif
