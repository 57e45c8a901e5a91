/*
 * actions_fill.c: brings a server to the point where it has read bytes that it
 * cannot send: the client does not read, and all buffers of the kernel between
 * them are full.
 */
#include "check/actions.h"

#include "client/sock_diag.h"
#include "lib/deadline.h"

#include <inttypes.h>

/* How many bytes the server has read and could not write back, because we do
 * not read: those that are in no buffer of the kernel while none is on its
 * way. 0 if there are none. */
static int64_t held_back(const struct wire *w)
{
    struct sock_diag q;
    int64_t waiting;

    if (sock_diag_server_end(w, &q) == -1 || wire_unacknowledged(w) != 0)
        return 0;
    waiting = wire_unread(w) + q.unsent;
    if (waiting < q.full)
        return 0;
    return (int64_t)(w->sent - w->received) - waiting - q.unread;
}

/* Waits until the server has done what it can: it holds the same bytes in
 * three looks running, or it holds none and has read everything. */
static int64_t settle(const struct wire *w)
{
    int64_t deadline = deadline_in(QUIET);
    int64_t held = 0;

    for (int same = 0; same < 3;) {
        struct sock_diag q;
        int64_t before = held;

        held = held_back(w);
        same = held > 0 && held == before ? same + 1 : 0;
        if (held <= 0 && wire_unacknowledged(w) == 0
            && sock_diag_server_end(w, &q) == 0 && q.unread == 0)
            return 0;
        if (deadline_nap(deadline) == -1)
            return 0;
    }
    return held;
}

int64_t fill_up(struct trial *t, struct wire *w)
{
    int64_t held = 0;

    step(t, "send 16 KiB at a time, and read nothing, until the server has"
         " read what it cannot send");
    w->mute = true;
    while (t->verdict == HELD && held <= 0 && w->sent < 64 * MIB) {
        if (wire_send(w, 16 * KIB, QUIET) == -1)
            break;
        held = settle(w);
    }
    return held;
}

void await_close(const struct wire *w)
{
    int64_t deadline = deadline_in(QUIET);
    struct sock_diag q;

    while (sock_diag_server_end(w, &q) == 0 && deadline_nap(deadline) == 0)
        if (q.state > TCP_STATE_CLOSE_WAIT)
            return;
}
