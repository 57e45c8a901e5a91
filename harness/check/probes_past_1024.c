/*
 * probes_past_1024.c: the fourth rung: descriptors of 1024 and more, which
 * are past the end of a set for select(2). What counts is the number of a
 * descriptor, not how many are open: so the server inherits a thousand open
 * ones, and a few clients are enough.
 */
#include "check/actions.h"
#include "lib/deadline.h"

#include <sys/resource.h>
#include <sys/select.h>

enum { FILES = 2048, ENOUGH = FD_SETSIZE + 256 };

/* How to start the server so that its first client has this descriptor. The
 * server first opens some for itself, its listener among them. */
static struct launch first_client_at(struct trial *t, int fd)
{
    int own = server_files(&t->server) - 3;
    struct rlimit files = { 0 };

    getrlimit(RLIMIT_NOFILE, &files);
    if (files.rlim_max < ENOUGH)
        skip(t, "only %lu descriptors are allowed here",
             (unsigned long)files.rlim_max);
    return (struct launch){
        .soft_files = files.rlim_max < FILES ? (int)files.rlim_max : FILES,
        .first_fd = fd - (own < 1 ? 1 : own > 8 ? 8 : own)
    };
}

static void boundary(struct trial *t)
{
    struct launch how = first_client_at(t, 1021);

    for (int fd = 1021; fd <= 1025 && t->verdict == HELD; fd++) {
        struct wire *w;

        step(t, "start it so that its first client is descriptor %d", fd);
        start_again(t, &how);
        step(t, "send 1000 bytes, and wait for them");
        w = arrive(t);
        echo(t, w, 1000);
        reset(t, w);
        how.first_fd++;
    }
}

/* A client past the limit may be refused, but not left without an answer. */
static void tell_at_once(struct trial *t, struct wire *w)
{
    if (t->verdict != HELD || wire_echo(w, 100, t->soon) == 0)
        return;
    if (w->end != WIRE_FIN && w->end != WIRE_RESET)
        fail_client(t, w, "an answer, or the end of the connection, within"
                    " %g s", t->soon * deadline_scale);
}

static void harmless(struct trial *t)
{
    struct launch how = first_client_at(t, 1021);
    struct wire *w, *past;
    int answered = 0;

    step(t, "start it so that its first client is descriptor 1021");
    start_again(t, &how);
    step(t, "three clients connect, and are served");
    w = crowd(t, 3);
    for (int i = 0; i < 3; i++)
        echo_soon(t, &w[i], 1000);
    step(t, "ten more connect: each is served, or refused at once");
    past = &t->clients[t->n];
    for (int i = 0; i < 10; i++)
        tell_at_once(t, arrive(t));
    step(t, "the first three are still served");
    for (int i = 0; i < 3; i++)
        echo_soon(t, &w[i], 1000);
    for (int i = 0; i < 10; i++)
        answered += past[i].received > 0;
    note(t, "%d of 10 past the limit served; others go on", answered);
}

static void crowd_past(struct trial *t)
{
    struct launch how = first_client_at(t, 1021);
    struct wire *w;

    step(t, "start it so that its first client is descriptor 1021");
    start_again(t, &how);
    step(t, "200 clients connect; each sends 4 KiB, and stays");
    w = crowd(t, 200);
    for (int i = 0; i < 200; i++)
        w[i].to_send = 4 * KIB;
    pump(t, w, 200, t->soon);
}

const struct probe probes_past_1024[] = {
    { .name = "harmless limit", .run = harmless,
      .asked = CONCURRENT, .whose = OURS, .replies = TO_ANSWERS,
      .holds = "a client past a limit harms no other",
      .usual = "FD_SET writes past the end of its set from descriptor 1024"
               " on.",
      .see = "select/README.md" },
    { .name = "descriptors 1021 to 1025", .run = boundary,
      .asked = SCALABLE, .whose = OURS, .replies = TO_ANSWERS,
      .holds = "1024 is a number like any other",
      .usual = "A set for select ends at descriptor 1023; poll and epoll"
               " have no such end.",
      .see = "select/README.md" },
    { .name = "200 clients past 1024", .run = crowd_past,
      .asked = SCALABLE, .whose = OURS, .replies = TO_ANSWERS,
      .holds = "200 are served on descriptors from 1021 on",
      .usual = "A set for select ends at descriptor 1023; poll and epoll"
               " have no such end.",
      .see = "poll/README.md" },
    { 0 },
};
