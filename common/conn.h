/*
 * conn.h: one client: its socket, and the bytes it is still owed.
 *
 * A connection wants one thing at a time. It is read from only when nothing is
 * owed, so a client that sends and does not read is not read from either: TCP
 * makes it wait, and our memory stays bounded. And end of file is seen only
 * after all that was owed has gone, so a half-close loses nothing.
 */
#ifndef CONN_H
#define CONN_H

#include <stdbool.h>
#include <stddef.h>

enum conn_want {
    WANT_NOTHING,               /* it is over, or was never open */
    WANT_READ,                  /* nothing is owed: we wait for bytes */
    WANT_WRITE                  /* bytes are owed: we wait until they go */
};

/* All zeros is a closed connection. */
struct conn {
    int fd;
    enum conn_want want;
    bool blocked;               /* its last call would have blocked */
    unsigned char *owed;        /* what would not go at once; ours to free */
    size_t size;                /* its length in bytes */
    size_t sent;                /* how many of them have gone since */
};

/* Takes over a connected, nonblocking socket. */
void conn_open(struct conn *c, int fd);

/* One turn: at most one read(2) and then at most one write(2). Returns what
 * the connection wants next; WANT_NOTHING when it is over (end of file, the
 * client is gone, or no memory for what it is owed): then close it. A call
 * that would have blocked, or was interrupted, is no error: the want stays. */
enum conn_want conn_turn(struct conn *c);

/* Up to so many turns; fewer if it is over, or a call would have blocked. */
enum conn_want conn_turns(struct conn *c, int most);

/* Closes the socket, frees what was owed, and leaves all zeros. */
void conn_close(struct conn *c);

#endif
