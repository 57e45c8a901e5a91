/*
 * wire.h: client sockets. Each sends a stream of its own (pattern.h), and
 * verifies every byte that comes back.
 *
 * A client is driven either alone (wire_send, wire_receive) or in a crowd:
 * wire_pump moves any number of them in one poll(2) loop, in both directions
 * at once, and verifies every byte that comes back.
 */
#ifndef WIRE_H
#define WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

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
    bool mute;                  /* does not read (a slow reader): done once
                                   it has sent all */
    bool shut;                  /* the half-close is done */

    uint64_t sent;
    uint64_t received;          /* verified bytes */
    int64_t connected;          /* when; 0: not yet (deadline.h) */
    int64_t first;              /* when its first answer came; 0: not yet */
    int64_t last;               /* when its last answer came */
    enum wire_end end;
    int error;                  /* errno behind REFUSED and RESET */
    unsigned char wrong[64];    /* with WIRE_WRONG: what came from offset */
    size_t wrong_size;          /*   `received` on */
};

/* Connects, TCP_NODELAY and nonblocking, within `seconds` (scaled). *w must be
 * all zeros but for what the caller wants sent. Returns 0, or -1 with w->end
 * WIRE_REFUSED and w->error (ETIMEDOUT for the deadline). */
int wire_connect(struct wire *w, const struct server *s, double seconds);

/* For a server that runs already (of ours it is known): is it there? Connects
 * and resets. Returns 0, or -1 with the reason in s->why. */
int wire_reach(struct server *s);

/* Starts a connect and does not wait for it: wire_pump finishes it. */
int wire_connect_start(struct wire *w, const struct server *s);

/* Moves n clients until each has sent all and received all it sent (and, with
 * half_close, seen end of file), or has come to another end. Returns 0 when
 * all are done and right, -1 on the first thing wrong or at the deadline;
 * *culprit (if not NULL) is then the client it happened to. To go on without
 * it, wire_close it: who is closed is passed over. */
int wire_pump(struct wire *w, size_t n, int64_t deadline,
              struct wire **culprit);

/* Sends the next n bytes of its stream, and waits until the kernel has them.
 * Returns 0, or -1: deadline or reset. */
int wire_send(struct wire *w, size_t n, double seconds);

/* Receives and verifies n bytes. Returns 0; -1: wrong, end of file, reset, or
 * the deadline (then w->end is WIRE_OPEN still). */
int wire_receive(struct wire *w, size_t n, double seconds);

/* wire_send and wire_receive of n bytes. */
int wire_echo(struct wire *w, size_t n, double seconds);

/* Half-closes, and waits for end of file, which must come with no byte before
 * it. Returns 0 or -1. */
int wire_finish(struct wire *w, double seconds);

/* Closes. wire_reset closes with RST (SO_LINGER of 0 seconds), which also
 * leaves no TIME_WAIT behind. */
void wire_close(struct wire *w);
void wire_reset(struct wire *w);

/* Bytes in the kernel: sent and not yet acknowledged (SIOCOUTQ), come and not
 * yet read (SIOCINQ). */
int wire_unacknowledged(const struct wire *w);
int wire_unread(const struct wire *w);

/* One line: how the client stands ("received 2048 of 8192 bytes, then FIN"),
 * in a static buffer. */
const char *wire_describe(const struct wire *w);

/* Prints, indented, a hexdump of what was expected and of what came around the
 * first wrong offset. For a client whose end is WIRE_WRONG. */
void wire_hexdump(const struct wire *w);

/* The single steps of a client, which wire.c and wire_pump.c share. None of
 * them waits; what came of it stands in the struct.
 *
 * wire_try_connect finishes a connect once the socket is writable: 0, or -1
 * with WIRE_REFUSED (connect(2), EINPROGRESS). wire_try_send sends the stream's
 * next bytes once, at most n, and returns how many went. wire_try_receive
 * receives once, at most n bytes, verifies them, and returns how many came;
 * bytes past what was sent are wrong. */
int wire_try_connect(struct wire *w);
size_t wire_try_send(struct wire *w, uint64_t n);
size_t wire_try_receive(struct wire *w, size_t n);
void wire_try_half_close(struct wire *w);

#endif
