/*
 * probes_faults.c: the last rung, asked on demand: calls that are cut short or
 * fail, as the kernel lets them now and then. The observer of `watch` does it
 * to the server, in any language, and by numbers: each run is like the last.
 *
 * Each probe starts the server again, under observation. A probe that found no
 * call to put its fault into is skipped: a server that asks the kernel through
 * io_uring makes none that could be changed.
 */
#include "check/actions.h"
#include "lib/deadline.h"
#include "watch/session.h"
#include "watch/syscalls.h"
#include "watch/tracer.h"

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>

enum { CALLS_PER_SECOND = 1000 };       /* more is spinning */

static struct inject faults;
static struct session observed;

/* Starts the server again, with these faults (inject.h), which blanks part. */
static void start_with(struct trial *t, const char *rules)
{
    struct launch how = { .port = 0 };
    char copy[200], *rest = copy;

    step(t, "start it again, observed, with these faults:");
    snprintf(copy, sizeof copy, "%s", rules);
    faults.n = 0;
    for (char *rule; (rule = strsep(&rest, " "));) {
        step(t, "--inject %s", rule);
        inject_parse(&faults, rule);
    }
    trial_stop(t);
    if (session_prepare(&observed, &faults, &how) == -1)
        skip(t, "the observer: %s", strerror(errno));
    else if (trial_start(t, &how) == 0)
        return;
    else if (observed.trace->refused != 0)
        skip(t, "%s", tracer_remedy(observed.trace->refused));
    else
        fail_start(t, &t->server);
}

static uint64_t injected(void)
{
    return observed.trace ? observed.trace->injected : 0;
}

static bool uses_io_uring(void)
{
    const struct trace *trace = observed.trace;

    for (uint64_t i = 0; trace && i < trace->n; i++)
        if (syscall_rows[trace->calls[i].row].number == SYS_io_uring_enter)
            return true;
    return false;
}

/* Was there a call to put the fault into? */
static void conclude(struct trial *t)
{
    if (injected() == 0)
        skip(t, uses_io_uring()
             ? "it asks through io_uring, and makes no call that could be "
             "changed" : "it made no call that this fault could be put into");
    note(t, "%" PRIu64 " call%s had a fault", injected(),
         injected() == 1 ? "" : "s");
    trace_free(observed.trace);
    observed.trace = NULL;
}

/* n clients come, one after the other, and are answered. */
static void visit_often(struct trial *t, int n)
{
    step(t, "%d clients come, one after the other, and are answered", n);
    while (n-- > 0 && t->verdict == HELD)
        visit(t);
}

/* Two clients, one after the other, have n bytes echoed. */
static void serve_two(struct trial *t, size_t n)
{
    for (int i = 0; i < 2; i++) {
        struct wire *w = arrive(t);

        step(t, "a client sends %zu bytes, reads them back, and ends", n);
        echo(t, w, n);
        finish(t, w);
        leave(t, w);
    }
}

static void short_writes(struct trial *t)
{
    start_with(t, "write:short=97");
    serve_two(t, 32 * KIB);
    conclude(t);
}

static void one_byte_reads(struct trial *t)
{
    start_with(t, "read:short=1");
    serve_two(t, 500);
    conclude(t);
}

static void interrupted(struct trial *t)
{
    start_with(t, "wait:EINTR@1+2 accept:EINTR@1+2 read:EINTR@1+2 "
               "write:EINTR@1+2");
    visit_often(t, 4);
    conclude(t);
}

/* Until one more call has had a fault; or none will. */
static void await_fault(uint64_t before)
{
    int64_t deadline = deadline_in(QUIET);

    while (injected() == before && deadline_nap(deadline) == 0)
        continue;
}

/* The second half of each message, and the second client, are news that the
 * kernel would have after a real EAGAIN, too. */
static void nothing_ready(struct trial *t)
{
    struct wire *w[2];

    start_with(t, "accept:EAGAIN@1 read#1:EAGAIN@1 read#2:EAGAIN@1");
    for (int i = 0; i < 2; i++) {
        uint64_t before = injected();

        step(t, "client %d sends the first half of its message", i + 1);
        w[i] = arrive(t);
        say(t, w[i], 50);
        await_fault(before);
    }
    for (int i = 0; i < 2; i++) {
        step(t, "client %d sends the second half, and reads it all", i + 1);
        say(t, w[i], 50);
        hear(t, w[i]);
        finish(t, w[i]);
        leave(t, w[i]);
    }
    conclude(t);
}

static void failing_accept(struct trial *t)
{
    start_with(t, "accept:ECONNABORTED@2+6 accept:ENFILE@3+6 "
               "accept:ENOBUFS@4+6 accept:ENOMEM@5+6 accept:EPROTO@6+6");
    visit_often(t, 6);
    conclude(t);
}

static void no_descriptors(struct trial *t)
{
    double most = CALLS_PER_SECOND * QUIET * deadline_scale;
    uint64_t before, calls;
    int64_t window;

    start_with(t, "accept:EMFILE@2+");
    struct wire *w = arrive(t);

    step(t, "a client is answered; for another, accept says EMFILE");
    echo(t, w, 100);
    before = injected();
    arrive(t);
    await_fault(before);
    before = injected();
    window = deadline_in(QUIET);
    while (t->verdict == HELD && deadline_nap(window) == 0)
        continue;
    calls = injected() - before;
    if ((double)calls > most)
        fail(t, "the server rests when accept says EMFILE",
             "accept %" PRIu64 " times in %g s", calls,
             QUIET * deadline_scale);
    step(t, "the first client is answered again");
    echo(t, w, 100);
    conclude(t);
}

/* The server has learnt that this client is gone; unless no call failed. */
static void cut_off(struct trial *t, struct wire *w)
{
    if (t->verdict != HELD)
        return;
    while (w->end == WIRE_OPEN && w->received < w->sent
           && wire_receive(w, 1, t->patience) == 0)
        continue;
    if (injected() > 0 && w->end != WIRE_FIN && w->end != WIRE_RESET)
        fail_client(t, w, "the server closes a client whose call failed");
}

static void failing_clients(struct trial *t)
{
    start_with(t, "read#1:ECONNRESET read#3:ETIMEDOUT read#5:EHOSTUNREACH "
               "write#7:EPIPE write#9:ECONNRESET");
    for (int i = 1; i < 10 && t->verdict == HELD; i += 2) {
        struct wire *w = arrive(t);

        step(t, "client %d sends, its call fails, and it is closed", i);
        say(t, w, 100);
        cut_off(t, w);
        step(t, "client %d is answered", i + 1);
        visit(t);
        if (injected() == 0)
            break;
    }
    conclude(t);
}

static void among_many(struct trial *t)
{
    enum { CLIENTS = 8, FAILING = 2 };
    struct wire *w;
    size_t left;

    start_with(t, "write:short=777 read:short=1999 wait:EINTR@1+3 "
               "read#3:ECONNRESET@4+ write#5:EPIPE@4+");
    step(t, "eight clients come, and each is answered once");
    w = crowd(t, CLIENTS);
    for (int i = 0; i < CLIENTS; i++)
        echo(t, &w[i], 1);
    step(t, "all send 20 KiB while the server is stopped; two will fail");
    server_signal(&t->server, SIGSTOP);
    for (int i = 0; i < CLIENTS; i++) {
        say(t, &w[i], 20 * KIB);
        w[i].to_send = w[i].sent;
    }
    server_signal(&t->server, SIGCONT);
    left = pump_survivors(t, w, CLIENTS, 2 * t->patience);
    for (size_t i = 0; i < left; i++)
        if (w[i].received < w[i].to_send)
            fail_client(t, &w[i], "all bytes back");
    if (left < CLIENTS - FAILING && injected() > 0)
        fail(t, "six of eight clients are answered", "%zu were", left);
    conclude(t);
}

const struct probe probes_faults[] = {
    { .name = "short writes", .run = short_writes, .asked = SEQUENTIAL,
      .whose = OURS,
      .holds = "it sends the rest when a write takes only a part",
      .usual = "The number that write returned is not looked at.",
      .see = "common/conn.c" },
    { .name = "one-byte reads", .run = one_byte_reads, .asked = SEQUENTIAL,
      .whose = OURS,
      .holds = "a message may come byte by byte",
      .usual = "One read is taken for one message.",
      .see = "labs/06-sticky/README.md" },
    { .name = "interrupted calls", .run = interrupted, .asked = SEQUENTIAL,
      .whose = OURS,
      .holds = "EINTR is not an error",
      .usual = "A call that returned -1 ends the server, whatever errno says.",
      .see = "poll/server.c" },
    { .name = "nothing ready", .run = nothing_ready, .asked = SEQUENTIAL,
      .whose = OURS,
      .holds = "EAGAIN after readiness is not an error",
      .usual = "Readiness is taken for a promise, and -1 for the client's end.",
      .see = "common/conn.c" },
    { .name = "failing accept", .run = failing_accept, .asked = SEQUENTIAL,
      .whose = OURS,
      .holds = "it goes on when accept fails",
      .usual = "An error of accept ends the server.",
      .see = "common/server.c" },
    { .name = "no descriptors", .run = no_descriptors, .asked = SCALABLE,
      .whose = OURS,
      .holds = "it neither ends nor spins while accept says EMFILE",
      .usual = "The client stays in the queue, the listener stays ready, and "
               "accept is called again at once.",
      .see = "common/server.c" },
    { .name = "failing clients", .run = failing_clients, .asked = SEQUENTIAL,
      .whose = OURS,
      .holds = "an error of one client closes that client, and no more",
      .usual = "An error of read or write ends the server, or leaves the "
               "client open.",
      .see = "common/conn.c" },
    { .name = "faults among many", .run = among_many, .asked = CONCURRENT,
      .whose = OURS,
      .holds = "one client's faults do not touch the bytes of another",
      .usual = "What a client is owed is kept in a place that others use, too.",
      .see = "common/conn.c" },
    { 0 },
};
