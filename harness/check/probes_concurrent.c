/*
 * probes_concurrent.c: the third rung: many clients at once, and none of them
 * may have to wait for another. The models after blocking/ exist for this.
 */
#include "check/actions.h"
#include "lib/deadline.h"

#include <inttypes.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

static double ms(int64_t nanoseconds)
{
    return (double)nanoseconds / 1e6;
}

/* Echoes n bytes, and says how long that took, in nanoseconds. */
static int64_t echo_timed(struct trial *t, struct wire *w, size_t n)
{
    int64_t began = deadline_now();

    echo_soon(t, w, n);
    return deadline_now() - began;
}

static void stalled_peer(struct trial *t)
{
    struct wire *silent, *other;
    int64_t took;

    step(t, "the first client connects, and sends nothing");
    silent = arrive(t);
    step(t, "the second connects, and sends");
    other = arrive(t);
    took = echo_timed(t, other, 1000);
    step(t, "the first is served too, when it sends at last");
    echo_soon(t, silent, 1000);
    note(t, "beside a silent client, %.1f ms to an answer", ms(took));
}

static void half_line_beside(struct trial *t)
{
    struct wire *w;

    step(t, "the first client sends 10 bytes: half a line, or of a request");
    say(t, w = arrive(t), 10);
    step(t, "the second sends 1000 bytes, and wants them back");
    echo_soon(t, arrive(t), 1000);
    step(t, "the first sends the other half");
    say(t, w, 10);
    hear(t, w);
}

enum { ROUNDS = 8, PIECE = 512 };

/* Each client sends its next piece when all have got their last one. */
static void interleave(struct trial *t, struct wire *w, size_t n)
{
    for (int round = 1; round <= ROUNDS && t->verdict == HELD; round++) {
        for (size_t i = 0; i < n; i++)
            w[i].to_send += PIECE;
        pump(t, w, n, round == 1 ? t->soon : t->patience);
    }
}

static void two_hundred(struct trial *t)
{
    struct wire *w;

    step(t, "200 clients connect");
    w = crowd(t, 200);
    step(t, "8 rounds: each sends %d bytes, and all get them back", PIECE);
    interleave(t, w, 200);
}

/* All but those that have left (NULL). */
static void echo_with_each(struct trial *t, struct wire *const *w, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (w[i])
            echo_soon(t, w[i], 100);
}

/* A new client often gets the descriptor of one that left, which is lower than
 * those of older clients. */
static void newcomers(struct trial *t)
{
    enum { OLD = 5, ALL = 9 };
    static const int leavers[] = { 0, OLD / 2, OLD - 1 };
    struct wire *w[ALL] = { NULL };

    step(t, "%d clients connect, and are answered", OLD);
    for (int i = 0; i < OLD; i++)
        w[i] = arrive(t);
    echo_with_each(t, w, ALL);
    for (int i = 0; i < 3; i++) {
        step(t, "client %d leaves, and another comes; all are answered",
             leavers[i] + 1);
        part(t, w[leavers[i]]);
        w[leavers[i]] = arrive(t);
        echo_with_each(t, w, ALL);
    }
    step(t, "all but one leave, and four others come; all are answered");
    for (int i = 0; i < OLD; i++)
        if (i != 2)
            part(t, w[i]);
    for (int i = 0; i < OLD; i++)
        w[i] = i == 2 ? w[i] : arrive(t);
    echo_with_each(t, w, ALL);
}

static void slow_reader_beside(struct trial *t)
{
    struct wire *reader = arrive(t);
    int64_t took;

    step(t, "the first client sends, and reads nothing, until no more goes");
    stuff(t, reader, 1, 64 * MIB);
    step(t, "the second sends 1000 bytes, and wants them back");
    took = echo_timed(t, arrive(t), 1000);
    note(t, "beside %" PRIu64 " KiB unread, %.1f ms to an answer",
         reader->sent / KIB, ms(took));
}

#define MOMENT 0.01             /* seconds in which a flood moves on */

static void flood(struct trial *t)
{
    struct wire *floods, *polite;
    int64_t worst = 0;

    step(t, "two clients send without end, and read what comes back");
    floods = crowd(t, 2);
    floods[0].to_send = floods[1].to_send = UINT64_MAX;
    pump_for(t, floods, 2, MOMENT);
    step(t, "a third sends 100 bytes twenty times, and wants them back");
    polite = arrive(t);
    for (int i = 0; i < 20 && t->verdict == HELD; i++) {
        int64_t took = echo_timed(t, polite, 100);

        worst = took > worst ? took : worst;
        pump_for(t, floods, 2, MOMENT);
    }
    note(t, "beside two floods, answered in %.1f ms", ms(worst));
}

/* How many packets were sent again. On loopback only those are lost that find
 * the listener's queue full. tcp(7), TCP_INFO. */
static unsigned retries(const struct wire *w, size_t n)
{
    unsigned sum = 0;

    for (size_t i = 0; i < n; i++) {
        struct tcp_info info = { 0 };
        socklen_t size = sizeof info;

        getsockopt(w[i].fd, IPPROTO_TCP, TCP_INFO, &info, &size);
        sum += info.tcpi_total_retrans;
    }
    return sum;
}

static long longest_queue(void)
{
    long most = 0;
    FILE *file = fopen("/proc/sys/net/core/somaxconn", "re");

    if (!file)
        return 0;
    if (fscanf(file, "%ld", &most) != 1)
        most = 0;
    fclose(file);
    return most;
}

/* As many clients as our own descriptors allow. */
static size_t affordable(size_t n)
{
    struct rlimit files;

    if (getrlimit(RLIMIT_NOFILE, &files) == -1 || files.rlim_cur > n + 64)
        return n;
    return files.rlim_cur > 64 ? (size_t)files.rlim_cur - 64 : 1;
}

static void burst(struct trial *t)
{
    size_t n = affordable(500);
    struct wire *w;
    unsigned again;

    if (n < 100)
        skip(t, "muxlab has no descriptors for 100 clients here");
    if (longest_queue() < (long)n)
        skip(t, "no queue is longer than %ld here (somaxconn)",
             longest_queue());
    step(t, "%zu clients connect in one moment; each sends 64 bytes", n);
    w = rush(t, n, 64);
    pump(t, w, n, t->patience);
    again = retries(w, n);
    if (again > 0)
        fail_late(t, "room in the listener's queue for each (see listen(2))",
                  "%u connection attempts had to be repeated; listen(fd,"
                  " 4096)?", again);
    note(t, "%zu connect at once, and all are served", n);
}

/* The n clients that are served leave last: they half-close, so that they see
 * when the server has closed. */
static void depart(struct trial *t, struct wire *w, size_t n)
{
    for (size_t i = n; i < TOO_MANY && t->verdict == HELD; i++)
        leave(t, &w[i]);
    for (size_t i = 0; i < n; i++)
        part(t, &w[i]);
}

/* There is room now. Clients that are still in the queue may come first. */
static void newcomer(struct trial *t)
{
    int64_t deadline = deadline_in(t->patience);
    struct wire *w = arrive(t);

    while (t->verdict == HELD && wire_echo(w, 100, t->soon) == -1) {
        if (w->end == WIRE_WRONG || deadline_nap(deadline) == -1) {
            fail_client(t, w, "a newcomer is served, now that there is room");
            return;
        }
        reset(t, w);
        t->n--;
        w = arrive(t);
    }
}

/* Whether it also sleeps meanwhile is asked by "asleep when full". */
static void few_descriptors(struct trial *t)
{
    struct wire *w;
    size_t n = exhaust(t, &w);

    step(t, "the %zu that it has are still served", n);
    for (size_t i = 0; i < n; i++)
        echo_soon(t, &w[i], 100);
    step(t, "they leave; a newcomer is served");
    depart(t, w, n);
    newcomer(t);
    note(t, "%zu of %d still served; newcomers again later", n, TOO_MANY);
}

const struct probe probes_concurrent[] = {
    { .name = "stalled peer", .run = stalled_peer,
      .asked = CONCURRENT, .whose = ANY, .replies = TO_ANSWERS,
      .holds = "a silent client delays no other",
      .usual = "recv waits for one client while another has sent.",
      .see = "blocking/README.md" },
    { .name = "half a line beside", .run = half_line_beside,
      .asked = CONCURRENT, .whose = ANY, .replies = TO_ANSWERS,
      .holds = "half a line delays no other client",
      .usual = "In the loop that serves all it reads a whole line, or"
               " request, of one client.",
      .see = "select/README.md" },
    { .name = "200 clients", .run = two_hundred,
      .asked = CONCURRENT, .whose = ANY, .replies = TO_ANSWERS,
      .holds = "200 are served in turn, and none waits",
      .usual = "A table, or a pool of threads, is smaller than the number"
               " of clients.",
      .see = "select/README.md" },
    { .name = "slow reader beside", .run = slow_reader_beside,
      .asked = CONCURRENT, .whose = ANY,
      .holds = "a client that does not read delays no other",
      .usual = "In the loop that serves all, a send to one client blocks.",
      .see = "common/conn.c" },
    { .name = "flood beside", .run = flood,
      .asked = CONCURRENT, .whose = ANY, .replies = TO_ANSWERS,
      .holds = "a flood delays no other client",
      .usual = "It stays with one client until nothing more comes from it.",
      .see = "select/README.md" },
    { .name = "old clients, new clients", .run = newcomers,
      .asked = CONCURRENT, .whose = ANY, .replies = TO_ANSWERS,
      .holds = "old clients are still served as others come",
      .usual = "It looks up to the newest descriptor (select's first"
               " argument), not to the highest.",
      .see = "select/server.c" },
    { .name = "burst of 500", .run = burst,
      .asked = CONCURRENT, .whose = ANY,
      .holds = "500 connect in one moment",
      .usual = "The backlog is small, as in listen(fd, 5).",
      .see = "common/listen.c" },
    { .name = "few descriptors", .run = few_descriptors,
      .asked = CONCURRENT, .whose = OURS,
      .holds = "it goes on when it has no more descriptors",
      .usual = "accept fails with EMFILE, and is called again at once; or"
               " that ends the server.",
      .see = "common/server.c" },
    { 0 },
};
