/*
 * turn.h: the single steps of a client that wire.c and pump.c share. None of
 * them waits; what came of it stands in the struct.
 */
#ifndef TURN_H
#define TURN_H

#include "client/wire.h"

/* Finishes a connect once the socket is writable: 0, or -1 with WIRE_REFUSED.
 * connect(2), EINPROGRESS. */
int turn_connect(struct wire *w);

/* One send of the stream's next bytes, at most n: how many went. */
size_t turn_send(struct wire *w, uint64_t n);

/* One recv of at most n bytes, verified: how many came. Bytes past what was
 * sent are wrong. */
size_t turn_receive(struct wire *w, size_t n);

void turn_half_close(struct wire *w);

#endif
