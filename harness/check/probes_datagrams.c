/*
 * probes_datagrams.c: what a server of datagrams does right. Each comes back
 * whole and alone, to the client that sent it. UDP promises no order, and may
 * lose some; but on loopback, with one under way, none is lost.
 */
#include "check/actions.h"
#include "client/pattern.h"
#include "lib/deadline.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Receives the next one, of at most `size` bytes, and from where (NULL: that
 * does not matter). Returns its size; -1, with the probe failed, if none comes
 * in time. */
static ssize_t take(struct trial *t, int fd, void *to, size_t size,
                    struct address *from)
{
    struct pollfd p = { .fd = fd, .events = POLLIN };
    struct address any = { .by = BY_UDP, .size = sizeof any.sa };
    ssize_t n;

    if (t->verdict != HELD)
        return -1;
    if (poll(&p, 1, deadline_left(deadline_in(t->patience))) != 1) {
        fail(t, "an answer", "nothing within %g s",
             t->patience * deadline_scale);
        t->cause = NO_ANSWER;
        return -1;
    }
    n = recvfrom(fd, to, size, 0, (struct sockaddr *)&any.sa, &any.size);
    if (n == -1)
        fail(t, "an answer", "%s", strerror(errno));
    if (from)
        *from = any;
    return n;
}

/* For a while no other datagram comes. */
static void alone(struct trial *t, const struct wire *w)
{
    struct pollfd p = { .fd = w->fd, .events = POLLIN };
    int ms = deadline_left(deadline_in(QUIET));

    if (t->verdict == HELD && poll(&p, 1, ms) == 1)
        fail(t, "one answer, and no other datagram", "another of %d bytes",
             wire_unread(w));
}

static void one(struct trial *t)
{
    struct wire *w = arrive(t);

    step(t, "send a datagram of 100 bytes, and wait for it");
    echo(t, w, 100);
    step(t, "nothing more may come");
    alone(t, w);
}

static void sizes(struct trial *t)
{
    static const size_t all[] = { 1, 512, 1024, 1025, 1472, 1473, 8192,
                                  WIRE_DATAGRAM };
    struct wire *w = arrive(t);

    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        step(t, "send a datagram of %zu byte%s, and wait for it", all[i],
             all[i] == 1 ? "" : "s");
        echo(t, w, all[i]);
    }
    alone(t, w);
}

static void empty(struct trial *t)
{
    struct wire *w = arrive(t);
    char byte;

    step(t, "send an empty datagram, and wait for it");
    if (t->verdict == HELD)
        send(w->fd, "", 0, 0);
    if (take(t, w->fd, &byte, 1, NULL) > 0)
        fail(t, "an empty datagram", "one with a byte in it");
    step(t, "send one of 1 byte, and wait for it");
    echo(t, w, 1);
}

static void every_value(struct trial *t)
{
    step(t, "send a datagram of 8192 bytes in which each value from 0 to 255"
         " occurs");
    echo(t, arrive(t), 8 * KIB);
}

/* Does what came equal one that was sent, and has not come yet? */
static bool is_one_of(const unsigned char *got, size_t size, uint32_t seed,
                      size_t *sizes, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (sizes[i] == size && size > 0
            && pattern_verify(got, size, seed, 0) == size) {
            sizes[i] = 0;
            return true;
        }
    return false;
}

static void borders(struct trial *t)
{
    enum { N = 3, MOST = 64 };
    size_t left[N] = { 11, 5, 3 };
    unsigned char bytes[MOST];
    struct wire *w = arrive(t);

    step(t, "send datagrams of 11, 5 and 3 bytes, and wait for no answer");
    for (int i = 0; i < N && t->verdict == HELD; i++)
        send(w->fd, pattern_at(w->seed, 0), left[i], 0);
    step(t, "three come back, the same, in any order");
    for (int i = 0; i < N && t->verdict == HELD; i++) {
        ssize_t n = take(t, w->fd, bytes, sizeof bytes, NULL);

        if (n >= 0 && !is_one_of(bytes, (size_t)n, w->seed, left, N))
            fail(t, "each comes back whole and once",
                 "a datagram of %zd bytes that is none of them", n);
    }
    alone(t, w);
}

static void in_turn(struct trial *t)
{
    enum { MANY = 300 };
    struct wire *w = arrive(t);

    step(t, "send %d datagrams, each when the last has come back", MANY);
    for (int i = 0; i < MANY && t->verdict == HELD; i++)
        echo(t, w, 64);
    note(t, "none of %d lost", MANY);
}

static void interleaved(struct trial *t)
{
    struct wire *w = crowd(t, 2);

    step(t, "one client sends 10 bytes, another 20");
    say(t, &w[0], 10);
    say(t, &w[1], 20);
    step(t, "each gets its own back");
    hear(t, &w[0]);
    hear(t, &w[1]);
    step(t, "the second sends again, then the first");
    echo(t, &w[1], 30);
    echo(t, &w[0], 40);
}

/* So few that the server's buffer holds them all. */
static void at_once(struct trial *t)
{
    enum { MANY = 100 };
    struct wire *w = crowd(t, MANY);

    step(t, "%d clients send 64 bytes each, and wait for no answer", MANY);
    for (int i = 0; i < MANY; i++)
        say(t, &w[i], 64);
    step(t, "each gets its own back");
    for (int i = 0; i < MANY; i++)
        hear(t, &w[i]);
}

/* A socket that is not connected receives from any address. */
static void same_port(struct trial *t)
{
    const struct address *to = &t->server.address;
    int fd = socket(to->sa.ss_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    char expected[100];
    struct address from;
    char bytes[16];

    step(t, "send a datagram from a socket that is not connected");
    sendto(fd, "hello", 5, 0, (const struct sockaddr *)&to->sa, to->size);
    snprintf(expected, sizeof expected, "an answer from %s", address_text(to));
    if (take(t, fd, bytes, sizeof bytes, &from) >= 0
        && strcmp(address_text(&from), strstr(expected, "from ") + 5) != 0)
        fail(t, expected, "one from %s", address_text(&from));
    close(fd);
}

/* An answer to a port that is closed comes back to the server as ICMP. */
static void gone(struct trial *t)
{
    step(t, "20 clients send 100 bytes, and close at once");
    for (int i = 0; i < 20; i++) {
        struct wire *w = arrive(t);

        say(t, w, 100);
        leave(t, w);
    }
    step(t, "the next is answered");
    visit(t);
}

const struct probe probes_datagrams[] = {
    { .name = "a datagram", .run = one, .carrier = DATAGRAMS,
      .asked = SEQUENTIAL, .whose = ANY,
      .holds = "it comes back, and nothing else",
      .usual = "It does not send back what it received, or it sends it to"
               " another address than recvfrom named.",
      .see = "labs/08-udp/README.md" },
    { .name = "from the same port", .run = same_port, .carrier = DATAGRAMS,
      .asked = SEQUENTIAL, .whose = ANY,
      .holds = "the answer comes from where it was sent",
      .usual = "It answers from another socket, as a server by TCP does.",
      .see = "labs/08-udp/README.md" },
    { .name = "sizes up to 65,507", .run = sizes, .carrier = DATAGRAMS,
      .asked = SEQUENTIAL, .whose = ANY,
      .holds = "each comes back whole, and alone",
      .usual = "The buffer for recvfrom is too small: the rest of a datagram"
               " is lost.",
      .see = "labs/08-udp/README.md" },
    { .name = "an empty datagram", .run = empty, .carrier = DATAGRAMS,
      .asked = SEQUENTIAL, .whose = ANY,
      .holds = "it comes back, and is no end of file",
      .usual = "recvfrom returns 0, and that is taken for end of file.",
      .see = "labs/08-udp/README.md" },
    { .name = "every value in one", .run = every_value, .carrier = DATAGRAMS,
      .asked = SEQUENTIAL, .whose = ANY,
      .holds = "every value comes back unchanged",
      .usual = "Bytes are taken for text: decoded, or cut at NUL by strlen"
               " or printf.",
      .see = "labs/08-udp/README.md" },
    { .name = "three in a row", .run = borders, .carrier = DATAGRAMS,
      .asked = SEQUENTIAL, .whose = ANY,
      .holds = "each is answered by itself, in any order",
      .usual = "It answers a datagram twice, or only when the next comes.",
      .see = "labs/06-sticky/README.md" },
    { .name = "one after the other", .run = in_turn, .carrier = DATAGRAMS,
      .asked = SEQUENTIAL, .whose = ANY,
      .holds = "of 300 none is lost",
      .usual = "It drops some: an error is taken for the end of a turn.",
      .see = "labs/08-udp/README.md" },
    { .name = "two, interleaved", .run = interleaved, .carrier = DATAGRAMS,
      .asked = SEQUENTIAL, .whose = ANY,
      .holds = "each client gets its own",
      .usual = "It connects its socket to a client, or remembers only the"
               " last one.",
      .see = "labs/08-udp/README.md" },
    { .name = "100 at once", .run = at_once, .carrier = DATAGRAMS,
      .asked = SEQUENTIAL, .whose = ANY,
      .holds = "each client gets its own",
      .usual = "It connects its socket to a client, or remembers only the"
               " last one.",
      .see = "labs/08-udp/README.md" },
    { .name = "clients that have gone", .run = gone, .carrier = DATAGRAMS,
      .asked = SEQUENTIAL, .whose = ANY,
      .holds = "a client that leaves harms no other",
      .usual = "An error of sendto or recvfrom (ECONNREFUSED) ends the"
               " server.",
      .see = "labs/08-udp/README.md" },
    { 0 },
};
