/*
 * stops.c: starts a server and stops it, many times over: each time with
 * clients in other states, and at another instant.
 *
 *     stops COUNT -- COMMAND [ARG...]           ({port} in the command)
 *
 * Ends with 0 if each time, within a second of SIGTERM or SIGINT, the server
 * ended with status 0, its counts on stdout and nothing on stderr.
 */
#include "lib/deadline.h"
#include "lib/inherited.h"
#include "server/server.h"
#include "client/wire.h"

#include <err.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>

enum { MOST_CLIENTS = 6, WAIT_US = 2000 };

/* In what state a client is when the signal comes. */
enum state { SILENT, ANSWERED, ASKING, STUFFED, LEFT, RESET, STATES };

static const char *const names[] = {
    "silent", "answered", "asking", "stuffed", "left", "reset"
};

/* A client may not reach its state, as others are served first, or none is any
 * more; that is a state as well. So only the connection is checked here. */
static void enter(struct wire *w, enum state state)
{
    if (state == ANSWERED)
        wire_echo(w, 1000, 0.005);
    if (state == ASKING || state == LEFT || state == RESET)
        wire_send(w, 1000, 0.005);
    if (state == STUFFED) {
        w->to_send = 16 * 1024 * 1024;
        w->mute = true;
        wire_pump(w, 1, deadline_in(0.01), NULL);
    }
    if (state == LEFT)
        wire_close(w);
    if (state == RESET)
        wire_reset(w);
}

static bool ended_well(struct server *s)
{
    int64_t deadline = deadline_in(1);
    char line[200] = "";

    while (!server_ended(s) && deadline_nap(deadline) == 0)
        ;
    if (!s->ended)
        warnx("still there after a second");
    else if (s->status != 0)
        warnx("%s", server_status_text(s->status));
    else if (server_log_line(s->err, line, sizeof line) != 0)
        warnx("it said: %s", line);
    else if (server_log_line(s->out, line, sizeof line) == 0
             || strncmp(line, "clients ", 8) != 0)
        warnx("no counts, but: %s", line);
    else
        return true;
    return false;
}

/* One server, from its start to its end. */
static bool round_held(const struct target *t, int number)
{
    enum state states[MOST_CLIENTS];
    struct wire wires[MOST_CLIENTS] = { { .fd = 0 } };
    struct server s;
    int n = (int)(random() % (MOST_CLIENTS + 1));

    if (server_start(&s, t, NULL) == -1)
        return warnx("%s", s.why), false;
    for (int i = 0; i < n; i++) {
        wires[i].seed = (uint32_t)i + 1;
        states[i] = (enum state)(random() % STATES);
        if (wire_connect(&wires[i], &s, 5) == 0)
            enter(&wires[i], states[i]);
    }
    nanosleep(&(struct timespec){ .tv_nsec = random() % WAIT_US * 1000 }, NULL);
    server_signal(&s, number % 2 ? SIGTERM : SIGINT);

    bool held = ended_well(&s);

    for (int i = 0; i < n; i++) {
        wire_reset(&wires[i]);
        if (!held)
            warnx("client %d: %s", i + 1, names[states[i]]);
    }
    server_stop(&s);
    server_forget(&s);
    return held;
}

int main(int argc, char **argv)
{
    struct target target = { .name = "server", .host = "127.0.0.1" };
    const char *scale = getenv("SCALE");
    int count = argc > 1 ? atoi(argv[1]) : 0;
    bool held = true;

    if (count < 1 || argc < 4 || strcmp(argv[2], "--") != 0
        || inherited_remember() == -1)
        errx(2, "usage: stops COUNT -- COMMAND [ARG...]");
    deadline_scale = scale ? atof(scale) : 1;
    target_command(&target, argv + 3);
    for (int number = 1; held && number <= count; number++) {
        held = round_held(&target, number);
        if (!held)
            warnx("stop %d of %d did not hold", number, count);
    }
    return held ? EXIT_SUCCESS : EXIT_FAILURE;
}
