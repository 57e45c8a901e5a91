/*
 * probes_at_rest.c: the fifth rung: nothing happens. A server that waits costs
 * no CPU time, whatever its clients have done before, and waits for as long as
 * they are silent.
 */
#include "check/actions.h"
#include "lib/deadline.h"

#include <errno.h>
#include <poll.h>
#include <string.h>

enum { ASLEEP = 5 };            /* percent of a core */

#define SILENCE 10.0            /* seconds; more than usual timeouts */

/* The server must be asleep now. Returns how busy it is. */
static double rest(struct trial *t)
{
    double share = busy(t, ASLEEP);

    if (share < 0)
        skip(t, "its CPU time cannot be seen here");
    if (share > ASLEEP)
        fail(t, "it sleeps: at most 5 % of a core",
             "%.0f %% of a core, with nothing to do", share);
    if (t->verdict == FAILED)
        t->cause = TOO_BUSY;
    return share;
}

static void idle(struct trial *t)
{
    struct wire *w;

    step(t, "100 clients connect; each has been answered once");
    w = crowd(t, 100);
    for (int i = 0; i < 100; i++)
        echo_soon(t, &w[i], 1);
    step(t, "they send nothing more; see how busy the server is");
    note(t, "100 idle clients cost %.0f %% of a core", rest(t));
}

static void rest_after_rude_clients(struct trial *t)
{
    struct wire *w;

    step(t, "a client is answered, and resets; see how busy the server is");
    echo(t, w = arrive(t), 1000);
    reset(t, w);
    rest(t);
    step(t, "a client sends, reads nothing, and closes; look again");
    stuff(t, w = arrive(t), 1, 16 * MIB);
    leave(t, w);
    rest(t);
    fill_up(t, w = arrive(t));
    step(t, "half-close with bytes owed, and still read nothing; look again");
    half_close(t, w);
    rest(t);
    step(t, "close with all of it unread; look again");
    leave(t, w);
    rest(t);
}

static void rest_beside_slow_reader(struct trial *t)
{
    struct wire *w = arrive(t);

    step(t, "a client sends, and reads nothing, until nothing more goes; see"
         " how busy the server is");
    stuff(t, w, 1, 16 * MIB);
    rest(t);
    step(t, "it reads all, and stays; look again");
    w->mute = false;
    w->to_send = w->sent;
    pump(t, w, 1, 2 * t->patience);
    rest(t);
}

/* Busy is not yet wrong. Python's asyncio tries to accept a hundred times, logs
 * each attempt, and rests for a second; where others leave it little CPU time
 * it never comes to that rest. So the attempts are counted by its messages, in
 * a second of its CPU time: asyncio makes about 3,000, as it logs so much,
 * whatever the load; a loop that tries again at once, and logs a line, makes
 * 80,000 in Python and 130,000 in C, and it now and then waits until its log
 * takes more; or it logs nothing.
 * Python's socketserver is such a loop, and a right server of threads may be:
 * so this is asked of servers that claim to be scalable. That it goes on all
 * the same ("few descriptors") is asked of those, too. */
enum { SPINNING = 60, MOST_TRIES = 20000 };

static int64_t tries(const struct trial *t)
{
    const char *reason = strerror(EMFILE);

    return server_log_count(t->server.err, reason)
        + server_log_count(t->server.out, reason);
}

/* A server that slept before must sleep now, too. */
static void asleep_when_full(struct trial *t)
{
    double before = busy(t, ASLEEP), now, rate;
    int64_t logged, cpu;
    struct wire *w;

    exhaust(t, &w);
    step(t, "the others wait; see how busy the server is");
    logged = tries(t);
    cpu = server_cpu(&t->server);
    now = busy(t, ASLEEP);
    logged = tries(t) - logged;
    cpu = server_cpu(&t->server) - cpu;
    rate = cpu > 0 ? (double)logged * 1e9 / (double)cpu : 0;
    if (before < 0 || now < 0)
        skip(t, "its CPU time cannot be seen here");
    if (before <= ASLEEP
        && (logged == 0 ? now > SPINNING
            : now > ASLEEP && rate > MOST_TRIES)) {
        fail(t, "it sleeps while there is no descriptor left",
             "it is busy: %.0f %% of a core (before: %.0f %%), with %.0f"
             " messages in a second of CPU time", now, before, rate);
        t->cause = TOO_BUSY;
    }
    note(t, "with no descriptor left, %.0f %% of a core", now);
}

/* Returns once the client hears from the server, or the time is over. */
static void await_silence(struct trial *t, const struct wire *w,
                          int64_t until)
{
    struct pollfd p = { .fd = w->fd, .events = POLLIN };

    if (t->verdict == HELD)
        poll(&p, 1, deadline_left(until));
}

static void silence(struct trial *t)
{
    double seconds = SILENCE * (deadline_scale < 1 ? deadline_scale : 1);
    struct wire *w = arrive(t);

    step(t, "a client connects, and is answered");
    echo(t, w, 100);
    step(t, "it is silent for %g seconds, and no other client comes", seconds);
    await_silence(t, w, t->began + (int64_t)(seconds * 1e9));
    step(t, "it sends 100 bytes, and wants them back");
    echo(t, w, 100);
    step(t, "it leaves; the next client is served");
    leave(t, w);
    visit(t);
}

const struct probe probes_at_rest[] = {
    { .name = "idle CPU", .run = idle, .carrier = EITHER,
      .asked = SCALABLE, .whose = OURS, .replies = TO_ALL,
      .holds = "it sleeps when 100 clients are silent",
      .usual = "It asks all the time: the wait is missing, or has a timeout"
               " of 0.",
      .see = "nonblocking/README.md" },
    { .name = "asleep after rude clients", .run = rest_after_rude_clients,
      .asked = SCALABLE, .whose = OURS,
      .holds = "it sleeps when a rude client has left",
      .usual = "A client that has gone is still in the set, where it is"
               " ready for ever.",
      .see = "poll/README.md" },
    { .name = "asleep beside slow reader", .run = rest_beside_slow_reader,
      .asked = SCALABLE, .whose = OURS,
      .holds = "it sleeps while a client does not read",
      .usual = "It waits to write with nothing to write, or to read with no"
               " room to read into.",
      .see = "poll/server.c" },
    { .name = "asleep when full", .run = asleep_when_full,
      .asked = SCALABLE, .whose = OURS,
      .holds = "it sleeps when it has no more descriptors",
      .usual = "accept fails with EMFILE, and is called again at once, as the"
               " listener stays ready.",
      .see = "common/server.c" },
    { .name = "quiet time", .run = silence,
      .asked = SEQUENTIAL, .whose = ANY, .replies = TO_ALL,
      .holds = "a client may be silent for 10 seconds",
      .usual = "A timeout (settimeout, SO_RCVTIMEO) is taken for an error.",
      .see = "blocking/README.md",
      .waits = true },
    { 0 },
};
