/*
 * probes_rude.c: the second rung: rude clients, one at a time, and what they
 * leave behind. A server that serves one client after the other must survive
 * them, too.
 */
#include "check/actions.h"
#include "lib/deadline.h"

#include <inttypes.h>
#include <signal.h>
#include <stdint.h>
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
    hear(t, &w[1]);
    step(t, "the second leaves; the third is served");
    leave(t, &w[1]);
    hear(t, &w[2]);
}

/* Descriptors that are opened once are a pool: of processes with some each,
 * say. Those that stay open for each client are more every time. */
static void same_files(struct trial *t, void (*come_and_go)(struct trial *t))
{
    enum { SPARE = 2, TIMES = 2 };
    int before = 0, after;

    step(t, "one client comes and goes; count the server's descriptors");
    visits(t, 1);
    after = server_files(&t->server);
    for (int i = 0; i < TIMES && t->verdict == HELD; i++) {
        before = after;
        come_and_go(t);
        step(t, "count the server's descriptors again");
        int64_t deadline = deadline_in(t->patience);
        do
            after = server_files(&t->server);
        while (after > before + SPARE && deadline_nap(deadline) == 0);
        if (after <= before + SPARE)
            return;
    }
    fail(t, "as many as before: the server closes a client that has gone",
         "%d before, %d after", before, after);
}

static void thousand(struct trial *t)
{
    step(t, "1000 clients come and go, each is answered; every second one"
         " ends with RST");
    visits(t, 1000);
}

static void churn(struct trial *t)
{
    same_files(t, thousand);
}

/* Each reset finds the server in the middle of a read or of a write. */
static void fifty_resets(struct trial *t)
{
    step(t, "50 clients, one after the other, send without end, read what comes"
         " back, and reset");
    for (int i = 0; i < 50 && t->verdict == HELD; i++) {
        struct wire *w = arrive(t);

        w->to_send = UINT64_MAX;
        pump_for(t, w, 1, 0.005);
        reset(t, w);
    }
}

static void resets_in_mid_echo(struct trial *t)
{
    same_files(t, fifty_resets);
    step(t, "the next client is served");
    visit(t);
}

/* Memory that grows once is a cache or a heap. What grows every time leaks. */
static void memory(struct trial *t)
{
    int64_t before, grown = 0;

    start_without_quarantine(t);
    step(t, "200 clients come and go, every second one ends with RST; note"
         " the server's memory");
    visits(t, 200);
    before = server_memory(&t->server);
    for (int i = 1; i <= 10 && t->verdict == HELD; i++) {
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

/* Processes and threads that are kept for later clients are as many after each
 * round. Those that are left behind grow in number every time. */
static void nothing_running(struct trial *t)
{
    enum { TOGETHER = 50, WARM_UPS = 2, TIMES = 5 };
    int before = 0, tasks = 0;

    for (int i = 0; i < TIMES && t->verdict == HELD; i++) {
        struct wire *w = crowd(t, TOGETHER);

        step(t, "%d clients connect, are answered, and leave together",
             TOGETHER);
        for (int j = 0; j < TOGETHER; j++)
            echo(t, &w[j], 100);
        for (int j = 0; j < TOGETHER; j++)
            leave(t, &w[j]);
        step(t, "count the server's processes, zombies and threads");
        before = tasks;
        tasks = tasks_down_to(t, i < WARM_UPS ? 0 : before);
        if (i >= WARM_UPS && tasks <= before)
            return;
    }
    fail_late(t, "as many as before: what served a client ends with it",
              "%d before the last %d clients, %d after", before, TOGETHER,
              tasks);
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
        fail_late(t, "it ends within two seconds", "it had to be killed");
    else if (WIFSIGNALED(status) && WTERMSIG(status) != SIGTERM)
        fail(t, "it ends by itself, or by SIGTERM", "%s",
             server_status_text(status));
    note(t, "it ends: %s", server_status_text(status));
}

static void restart(struct trial *t)
{
    struct launch same = server_same_place(&t->server);
    struct wire *w = crowd(t, 3);

    step(t, "three clients connect");
    echo(t, w, 1000);
    step(t, "stop the server; the clients do not close");
    step(t, "start it again on %s", address_text(&t->server.address));
    same.keeps_path = false;
    start_again(t, &same);
    if (t->server.port != same.port)
        skip(t, "it chooses another port each time");
    step(t, "a client is served");
    visit(t);
}

/* It must end, say why, and not with exit status 0. */
static void judge_second(struct trial *t, struct server *second)
{
    bool ended = server_ended_by(second, deadline_in(t->patience));

    if (second->said[0] == '\0')
        server_log_line(second->err, second->said, sizeof second->said);
    if (!ended)
        fail_late(t, "it ends", "%s", second->port != t->server.port
             ? "it runs on" : second->port == 0
             ? "it has taken the path away from the first"
             : "two share the port: SO_REUSEPORT is set");
    else if (second->status == 0)
        fail(t, "it ends, not with exit status 0", "exit status 0");
    else if (second->said[0] == '\0')
        fail(t, "a line that says why it ends", "%s and not a word",
             server_status_text(second->status));
    note(t, "%s, and a line that says why", server_status_text(second->status));
}

static void port_in_use(struct trial *t)
{
    struct launch same = server_same_place(&t->server);
    struct server second;

    step(t, "start it once more, on %s, where it listens already",
         address_text(&t->server.address));
    if (server_start(&second, t->target, &same) == 0
        && second.port != same.port)
        skip(t, "it chooses another port each time");
    else if (second.lacked)
        fail_start(t, &second);
    else
        judge_second(t, &second);
    server_stop(&second);
    server_forget(&second);
    step(t, "the first one still serves");
    visit(t);
}

const struct probe probes_rude[] = {
    { .name = "half-close, megabytes owed", .run = half_close_owed,
      .asked = SEQUENTIAL, .whose = ANY,
      .holds = "all that is owed comes before FIN",
      .usual = "It closes at end of file with bytes still in its own"
               " buffer.",
      .see = "common/conn.c" },
    { .name = "half-close in mid-write", .run = half_close_moment,
      .asked = SEQUENTIAL, .whose = OURS,
      .holds = "what it held back comes all the same",
      .usual = "It closes at end of file with bytes still in its own"
               " buffer.",
      .see = "common/conn.c" },
    { .name = "reset at every stage", .run = reset_stages,
      .asked = SEQUENTIAL, .whose = ANY, .replies = TO_ALL,
      .holds = "RST ends that client, and not the server",
      .usual = "An error of recv (ECONNRESET) or of send (EPIPE, the signal"
               " SIGPIPE, BrokenPipeError) ends the server, and not that"
               " client alone.",
      .see = "common/conn.c" },
    { .name = "vanishing, output pending", .run = vanish,
      .asked = SEQUENTIAL, .whose = ANY, .replies = TO_ANSWERS,
      .holds = "a client that leaves early harms no other",
      .usual = "SIGPIPE is not ignored, or an error of send (EPIPE,"
               " BrokenPipeError) ends it.",
      .see = "common/server.c" },
    { .name = "slow reader", .run = slow_reader,
      .asked = SEQUENTIAL, .whose = OURS,
      .holds = "what waits for it is bounded, and comes",
      .usual = "It reads on while it cannot send, and its buffer grows; or"
               " the rest of a short send is lost; or EAGAIN from send is"
               " taken for the client's end.",
      .see = "common/conn.c" },
    { .name = "queued clients", .run = queue,
      .asked = SEQUENTIAL, .whose = ANY, .replies = TO_ANSWERS,
      .holds = "clients that wait are served in the end",
      .usual = "It does not call accept again, or closes clients that wait"
               " in the queue.",
      .see = "blocking/README.md" },
    { .name = "churn", .run = churn,
      .asked = SEQUENTIAL, .whose = OURS, .replies = TO_ALL,
      .holds = "1000 clients leave no descriptor behind",
      .usual = "The socket of a client that has left is not closed;"
               " shutdown is not enough.",
      .see = "common/conn.c" },
    { .name = "resets in mid-echo", .run = resets_in_mid_echo,
      .asked = SEQUENTIAL, .whose = OURS, .replies = TO_ANSWERS,
      .holds = "50 of them leave no descriptor behind",
      .usual = "Where send or recv fails, the socket is not closed.",
      .see = "common/conn.c" },
    { .name = "memory", .run = memory,
      .asked = SEQUENTIAL, .whose = OURS, .replies = TO_ALL,
      .holds = "1000 clients leave no memory behind",
      .usual = "What was allocated for a client is not freed when it"
               " leaves.",
      .see = "common/conn.c" },
    { .name = "processes and threads", .run = nothing_running,
      .asked = CONCURRENT, .whose = OURS, .replies = TO_ALL,
      .holds = "what served a client ends with it",
      .usual = "Children are not waited for (waitpid until it returns 0),"
               " or threads do not end.",
      .see = "epoll/README.md" },
    { .name = "SIGTERM", .run = sigterm,
      .asked = SEQUENTIAL, .whose = OURS, .replies = TO_ALL,
      .holds = "it ends in 2 s, by any exit or by SIGTERM",
      .usual = "The signal is caught, and accept, recv or the wait goes on"
               " all the same.",
      .see = "common/server.c" },
    { .name = "restart", .run = restart,
      .asked = SEQUENTIAL, .whose = OURS, .replies = TO_ALL,
      .holds = "the port is free again at once",
      .usual = "SO_REUSEADDR is not set before bind; or the path of a"
               " Unix-domain socket is still there.",
      .see = "common/listen.c", .how = { .keeps_path = true } },
    { .name = "port in use", .run = port_in_use,
      .asked = SEQUENTIAL, .whose = OURS, .replies = TO_ALL,
      .holds = "it ends with a line that says why",
      .usual = "The error of bind or listen is not checked, or not printed;"
               " or a path is removed before bind though a server is there.",
      .see = "common/listen.c" },
    { 0 },
};
