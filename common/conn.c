/*
 * conn.c: one client: its socket, and the bytes it is still owed.
 *
 * All connections share one buffer: bytes are read into it and written from it
 * in the same turn, and only what would not go is copied out and kept. So a
 * client that is idle or reads its answers owns no memory, and one that does
 * not read owns one buffer's worth at most.
 */
#include "conn.h"

#include "count.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static unsigned char buffer[262144];

void conn_open(struct conn *c, int fd)
{
    *c = (struct conn){ .fd = fd, .want = WANT_READ };
    count.clients++;
}

void conn_close(struct conn *c)
{
    free(c->owed);
    close(c->fd);
    *c = (struct conn){ 0 };
}

/* After a call that returned -1: is the client still there? */
static bool try_again(struct conn *c)
{
    c->blocked = errno == EAGAIN;
    count.blocked += c->blocked;
    return c->blocked || errno == EINTR;
}

/* Returns how many bytes went, perhaps none; -1: the client is gone. */
static ssize_t send_some(struct conn *c, const unsigned char *bytes,
                         size_t size)
{
    ssize_t n = write(c->fd, bytes, size);

    if (n == -1 && try_again(c))
        return 0;
    if (n > 0)
        count.bytes += (size_t)n;
    return n;
}

/* Keeps a copy of the bytes that would not go. */
static enum conn_want keep(struct conn *c, const unsigned char *bytes,
                           size_t size)
{
    c->owed = malloc(size);
    if (!c->owed)
        return WANT_NOTHING;
    memcpy(c->owed, bytes, size);
    c->size = size;
    c->sent = 0;
    return WANT_WRITE;
}

static enum conn_want read_turn(struct conn *c)
{
    ssize_t got = read(c->fd, buffer, sizeof buffer);

    if (got == -1 && try_again(c))
        return WANT_READ;
    count.turns++;
    if (got <= 0)
        return WANT_NOTHING;

    ssize_t sent = send_some(c, buffer, (size_t)got);

    if (sent == -1)
        return WANT_NOTHING;
    if (sent == got)
        return WANT_READ;
    return keep(c, buffer + sent, (size_t)(got - sent));
}

static enum conn_want write_turn(struct conn *c)
{
    ssize_t sent = send_some(c, c->owed + c->sent, c->size - c->sent);

    if (sent != 0)
        count.turns++;
    if (sent == -1)
        return WANT_NOTHING;
    c->sent += (size_t)sent;
    if (c->sent < c->size)
        return WANT_WRITE;
    free(c->owed);
    c->owed = NULL;
    return WANT_READ;
}

enum conn_want conn_turn(struct conn *c)
{
    c->blocked = false;
    c->want = c->want == WANT_READ ? read_turn(c) : write_turn(c);
    return c->want;
}

enum conn_want conn_turns(struct conn *c, int most)
{
    do
        conn_turn(c);
    while (--most > 0 && c->want != WANT_NOTHING && !c->blocked);
    return c->want;
}
