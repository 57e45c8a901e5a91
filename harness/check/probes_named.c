/*
 * probes_named.c: what no echo server must do, but one of a lab: these probes
 * are put only when they are named.
 */
#include "check/actions.h"
#include "lib/deadline.h"

#include <signal.h>

enum { INSIDE = 3 };

/* Calls until a call is refused, or cut off; those that were answered a moment
 * too early are let go. */
static void be_refused(struct trial *t)
{
    int64_t deadline = deadline_in(t->patience);
    struct wire w;

    do {
        w = (struct wire){ .fd = -1 };
        if (t->verdict != HELD || wire_connect(&w, &t->server, t->soon) == -1)
            return;
        wire_reset(&w);
    } while (deadline_nap(deadline) == 0);
    fail_client(t, &w, "a new client is refused within %g s",
                t->patience * deadline_scale);
}

static void echo_each(struct trial *t, struct wire *w, size_t n)
{
    for (size_t i = 0; i < n; i++)
        echo(t, &w[i], 1000);
}

/* The server ends by itself, and with status 0. */
static void end_well(struct trial *t)
{
    if (t->verdict != HELD)
        return;
    if (!server_ended_by(&t->server, deadline_in(t->soon)))
        fail_late(t, "it ends when the last client has left", "it runs on");
    else if (t->server.status != 0)
        fail(t, "it ends with exit status 0", "%s",
             server_status_text(t->server.status));
    trial_stop(t);
}

static void last_orders(struct trial *t)
{
    struct wire *w = crowd(t, INSIDE);

    step(t, "%d clients connect, and are answered", INSIDE);
    echo_each(t, w, INSIDE);
    step(t, "send SIGUSR1 to the server; new clients are refused");
    if (t->verdict == HELD)
        server_signal(&t->server, SIGUSR1);
    be_refused(t);
    step(t, "those inside are still answered");
    echo_each(t, w, INSIDE);
    step(t, "one after the other leaves; the others are answered");
    for (size_t i = 0; i < INSIDE; i++) {
        echo_each(t, &w[i], INSIDE - i);
        finish(t, &w[i]);
        leave(t, &w[i]);
    }
    step(t, "the last has left; the server ends");
    end_well(t);
}

const struct probe probes_named[] = {
    { .name = "last orders", .run = last_orders,
      .asked = CONCURRENT, .whose = OURS,
      .holds = "after SIGUSR1 none comes in, and none is cut off",
      .usual = "SIGUSR1 ends the server; or a copy of the listener is still"
               " open; or it ends before its last client.",
      .see = "labs/05-two-closes/README.md" },
    { 0 },
};
