/*
 * probes_rude.c: the second rung: rude clients, one at a time, and what they
 * leave behind. A server that serves one client after the other must survive
 * them, too.
 */
#include "check/actions.h"
#include "client/sock_diag.h"
#include "lib/deadline.h"

#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>

static void half_close_owed(struct trial *t)
{
    struct wire *w = arrive(t);
    uint64_t owed;

    step(t, "send, and read nothing, until nothing more goes");
    stuff(t, w, 1, 16 * MIB);
    owed = w->sent;
    step(t, "half-close, with %" PRIu64 " KiB owed", owed / KIB);
    half_close(t, w);
    step(t, "read all of it, and then end of file");
    drain(t, w);
    note(t, "%" PRIu64 " KiB were owed, and came, before FIN", owed / KIB);
}

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
    if (waiting < MIB)
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

/* A server that closes at end of file, whatever it owes, does so now. */
static void await_close(const struct wire *w)
{
    int64_t deadline = deadline_in(QUIET);
    struct sock_diag q;

    while (sock_diag_server_end(w, &q) == 0 && deadline_nap(deadline) == 0)
        if (q.state > TCP_STATE_CLOSE_WAIT)
            return;
}

/* Sends until the server has read bytes that it cannot send. Returns how many;
 * 0 if that never happens. */
static int64_t fill_up(struct trial *t, struct wire *w)
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

static void half_close_moment(struct trial *t)
{
    struct wire *w = arrive(t);
    int64_t held = fill_up(t, w);

    step(t, "half-close at this moment: it holds %" PRId64 " bytes", held);
    half_close(t, w);
    await_close(w);
    step(t, "read all of it, and then end of file");
    drain(t, w);
    note(t, "%" PRId64 " bytes were stuck at FIN, and came", held);
}

static void reset_stages(struct trial *t)
{
    struct wire *w;

    step(t, "connect, and reset at once; then the next client is served");
    reset(t, arrive(t));
    visit(t);
    step(t, "send 1000 bytes and reset; then the next client is served");
    say(t, w = arrive(t), 1000);
    reset(t, w);
    visit(t);
    step(t, "read the answer, then reset; then the next client is served");
    echo(t, w = arrive(t), 1000);
    reset(t, w);
    visit(t);
    step(t, "send, half-close and reset; then the next client is served");
    say(t, w = arrive(t), 64 * KIB);
    half_close(t, w);
    reset(t, w);
    visit(t);
}

/* After RST alone the server's next write fails with ECONNRESET. After FIN and
 * RST it fails with EPIPE, and SIGPIPE comes unless that is ignored. */
static void vanish(struct trial *t)
{
    struct wire *w = arrive(t);

    step(t, "send 64 KiB, close and do not read; then the next is served");
    say(t, w, 64 * KIB);
    leave(t, w);
    visit(t);
    fill_up(t, w = arrive(t));
    step(t, "half-close, then close with all of it unread; then the next is"
         " served");
    half_close(t, w);
    leave(t, w);
    visit(t);
    step(t, "send and read nothing until nothing more goes, then close;"
         " then the next is served");
    stuff(t, w = arrive(t), 1, 16 * MIB);
    leave(t, w);
    visit(t);
}

/* The server may keep a few buffers full, and no more. */
static void slow_reader(struct trial *t)
{
    struct wire *w = arrive(t);
    int64_t before, grown;

    step(t, "send up to 64 MiB and read nothing");
    before = server_memory(&t->server);
    stuff(t, w, 1, 64 * MIB);
    step(t, "see how much the server's memory has grown");
    grown = server_memory(&t->server) - before;
    if (before != -1 && grown > 8 * MIB)
        fail(t, "at most 8 MiB more, however much it is sent",
             "%" PRId64 " MiB more, after %" PRIu64 " MiB were sent",
             grown / MIB, w->sent / MIB);
    step(t, "read all %" PRIu64 " KiB at last, and then end of file",
         w->sent / KIB);
    drain(t, w);
    note(t, "%" PRIu64 " KiB waited, and came; it kept %" PRId64 " KiB",
         w->sent / KIB, grown / KIB);
}

static void queue(struct trial *t)
{
    struct wire *w = crowd(t, 3);

    step(t, "three clients connect; the first is silent, the others send");
    say(t, &w[1], 100);
    say(t, &w[2], 100);
    step(t, "the first leaves; the second is served");
    leave(t, &w[0]);
    hear(t, &w[1], 100);
    step(t, "the second leaves; the third is served");
    leave(t, &w[1]);
    hear(t, &w[2], 100);
}

static void churn(struct trial *t)
{
    int64_t deadline;
    int before, after;

    step(t, "one client comes and goes; count the server's descriptors");
    visits(t, 1);
    before = server_files(&t->server);
    step(t, "1000 clients come and go, each is answered; every second one"
         " ends with RST");
    visits(t, 1000);
    step(t, "count the server's descriptors again");
    deadline = deadline_in(SOON);
    do
        after = server_files(&t->server);
    while (after > before + 2 && deadline_nap(deadline) == 0);
    if (after > before + 2)
        fail(t, "as many as before: the server closes a client that has gone",
             "%d before, %d after", before, after);
}

/* Memory that grows once is a cache or a heap. What grows every time leaks. */
static void memory(struct trial *t)
{
    int64_t before, grown = 0;

    step(t, "200 clients come and go, every second one ends with RST; note"
         " the server's memory");
    visits(t, 200);
    before = server_memory(&t->server);
    for (int i = 1; i <= 5 && t->verdict == HELD; i++) {
        step(t, "1000 clients come and go likewise; note it again");
        visits(t, 1000);
        grown = server_memory(&t->server) - before;
        if (grown < 2 * MIB)
            break;
        before += grown;
    }
    if (grown >= 2 * MIB)
        fail(t, "less than 2 MiB more after 1000 clients",
             "%" PRId64 " KiB more after each 1000", grown / KIB);
    note(t, "1000 clients leave %" PRId64 " KiB of memory", grown / KIB);
}

/* Any exit status is right, and so is death by SIGTERM. A crash is not. */
static void sigterm(struct trial *t)
{
    struct wire *w = crowd(t, 3);
    int late, status;

    step(t, "three clients connect; one is silent, one has sent, one is owed"
         " megabytes");
    say(t, &w[1], 1);
    stuff(t, &w[2], 1, 16 * MIB);
    if (t->verdict != HELD)
        return;
    step(t, "send SIGTERM to the server");
    server_log_line(t->server.err, t->last_line, sizeof t->last_line);
    late = server_stop(&t->server);
    status = t->server.status;
    trial_stop(t);
    if (late)
        fail(t, "it ends within two seconds", "it had to be killed");
    else if (WIFSIGNALED(status) && WTERMSIG(status) != SIGTERM)
        fail(t, "it ends by itself, or by SIGTERM", "%s",
             server_status_text(status));
    note(t, "it ends: %s", server_status_text(status));
}

static void restart(struct trial *t)
{
    struct launch same_port = { .port = t->server.port };
    struct wire *w = crowd(t, 3);

    step(t, "three clients connect");
    echo(t, w, 1000);
    step(t, "stop the server; the clients do not close");
    step(t, "start it again on port %d", same_port.port);
    start_again(t, &same_port);
    if (t->server.port != same_port.port)
        skip(t, "it chooses another port each time");
    step(t, "a client is served");
    visit(t);
}

/* It must end, say why, and not with exit status 0. */
static void judge_second(struct trial *t, struct server *second)
{
    bool ended = server_ended_by(second, deadline_in(PATIENCE));

    if (second->said[0] == '\0')
        server_log_line(second->err, second->said, sizeof second->said);
    if (!ended)
        fail(t, "it ends", "it runs on, though it cannot listen");
    else if (second->status == 0)
        fail(t, "it ends, not with exit status 0", "exit status 0");
    else if (second->said[0] == '\0')
        fail(t, "a line that says why it ends", "%s and not a word",
             server_status_text(second->status));
    note(t, "%s, and a line that says why", server_status_text(second->status));
}

static void port_in_use(struct trial *t)
{
    struct launch same_port = { .port = t->server.port };
    struct server second;

    step(t, "start it once more, on port %d, where it listens already",
         same_port.port);
    if (server_start(&second, t->target, &same_port) == 0
        && second.port != same_port.port)
        skip(t, "it chooses another port each time");
    else
        judge_second(t, &second);
    server_stop(&second);
    server_forget(&second);
    step(t, "the first one serves on");
    visit(t);
}

const struct probe probes_rude[] = {
    { "half-close, megabytes owed", half_close_owed, SEQUENTIAL, ANY,
      "all that is owed comes before FIN", { 0 } },
    { "half-close in mid-write", half_close_moment, SEQUENTIAL, OURS,
      "what it held back comes all the same", { 0 } },
    { "reset at every stage", reset_stages, SEQUENTIAL, ANY,
      "RST ends that client, and not the server", { 0 } },
    { "vanishing, output pending", vanish, SEQUENTIAL, ANY,
      "a client that leaves early harms no other", { 0 } },
    { "slow reader", slow_reader, SEQUENTIAL, OURS,
      "what waits for it is bounded, and comes", { 0 } },
    { "queued clients", queue, SEQUENTIAL, ANY,
      "clients that wait are served in the end", { 0 } },
    { "churn", churn, SEQUENTIAL, OURS,
      "1000 clients leave no descriptor behind", { 0 } },
    { "memory", memory, SEQUENTIAL, OURS,
      "1000 clients leave no memory behind", { 0 } },
    { "SIGTERM", sigterm, SEQUENTIAL, OURS,
      "it ends in 2 s, by any exit or by SIGTERM", { 0 } },
    { "restart", restart, SEQUENTIAL, OURS,
      "the port is free again at once", { 0 } },
    { "port in use", port_in_use, SEQUENTIAL, OURS,
      "it ends with a line that says why", { 0 } },
    { 0 },
};
