/*
 * sock_diag.h: what the kernel holds for the server's end of a connection.
 */
#ifndef SOCK_DIAG_H
#define SOCK_DIAG_H

#include "client/wire.h"

/* States of a TCP connection as the kernel numbers them. */
enum {
    TCP_STATE_GONE = 0, TCP_STATE_ESTABLISHED = 1, TCP_STATE_CLOSE_WAIT = 8
};

struct sock_diag {
    int state;                  /* of the server's end */
    int64_t unread;             /* bytes that arrived and it has not read */
    int64_t unsent;             /* bytes it sent and we did not acknowledge */
    int64_t full;               /* fewer bytes than these never fill up the
                                   kernel's buffers on the way to us */
};

/* From sock_diag(7), else proc(5), /proc/net/tcp; of a Unix-domain socket, from
 * our end of it. Returns 0; or -1 when the server's end is not there: closed
 * and forgotten, or on another machine. */
int sock_diag_server_end(const struct wire *w, struct sock_diag *d);

#endif
