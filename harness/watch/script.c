/*
 * script.c: plays a script: all its clients in one poll(2) loop.
 */
#include "watch/script.h"

#include "lib/deadline.h"
#include "server/server.h"

#include <poll.h>
#include <stdio.h>

enum { PLAY_SECONDS = 20, CONNECT_SECONDS = 2, MEANWHILE_MS = 10 };

bool script_needs_connections(const struct script *s)
{
    bool needs = false;

    for (int i = 0; i < SCRIPT_CLIENTS; i++)
        for (const struct step *p = s->steps[i]; p->act != ACT_NONE; p++)
            needs |= p->act == ACT_SEND ? p->amount > WIRE_DATAGRAM
                : p->act >= ACT_HALF_CLOSE && p->act != ACT_CLOSE;
    return needs;
}

static enum client_state state_of(const struct script_client *c)
{
    return c->n == 0 ? CLIENT_ABSENT : c->spans[c->n - 1].state;
}

/* From now on it is in that state. */
static void enter(struct script_client *c, enum client_state state)
{
    int64_t now = deadline_now();

    if (state_of(c) == state)
        return;
    if (c->n > 0)
        c->spans[c->n - 1].end = now;
    if (c->n < SCRIPT_SPANS)
        c->spans[c->n++] = (struct span){ now, now, state };
}

static uint16_t own_number(int fd)
{
    struct sockaddr_storage at = { 0 };
    socklen_t size = sizeof at;

    getsockname(fd, (struct sockaddr *)&at, &size);
    return address_number(&at);
}

static bool is_owed(const struct wire *w)
{
    return w->received < w->to_send || (w->half_close && w->end == WIRE_OPEN);
}

static void connect_client(struct script_client *c, const struct server *s)
{
    if (wire_connect(&c->wire, s, CONNECT_SECONDS) == -1)
        return;
    c->number = own_number(c->wire.fd);
    enter(c, CLIENT_SILENT);
}

static void hang_up(struct script_client *c, enum act how)
{
    if (how == ACT_RESET)
        wire_reset(&c->wire);
    else
        wire_close(&c->wire);
    enter(c, CLIENT_ABSENT);
}

static void begin_step(struct script_client *c, const struct server *s)
{
    struct wire *w = &c->wire;
    int amount = c->step->amount;

    switch (c->step->act) {
    case ACT_CONNECT:
        connect_client(c, s);
        break;
    case ACT_PAUSE:
        c->pause = deadline_now() + amount * (int64_t)1000000;
        break;
    case ACT_SEND:
        w->to_send += (uint64_t)amount;
        enter(c, w->mute ? CLIENT_DEAF : CLIENT_WAITING);
        break;
    case ACT_HALF_CLOSE:
        w->half_close = true;
        enter(c, CLIENT_WAITING);
        break;
    case ACT_STOP_READING: case ACT_READ_AGAIN:
        w->mute = c->step->act == ACT_STOP_READING;
        enter(c, w->mute ? state_of(c) : CLIENT_WAITING);
        break;
    case ACT_CLOSE: case ACT_RESET:
        hang_up(c, c->step->act);
        break;
    default:
        break;
    }
}

static bool is_over(const struct script_client *c)
{
    switch (c->step->act) {
    case ACT_NONE:
        return false;
    case ACT_PAUSE:
        return deadline_now() >= c->pause;
    case ACT_RECEIVE: case ACT_HALF_CLOSE:
        return !is_owed(&c->wire);
    default:
        return true;
    }
}

/* Takes one step; false: it has to wait. */
static bool take_step(struct script_client *c, const struct server *s)
{
    if (!c->begun)
        begin_step(c, s);
    c->begun = true;
    if (!is_over(c))
        return false;
    c->begun = false;
    c->pause = 0;
    c->step++;
    return true;
}

static bool has_failed(const struct wire *w)
{
    bool said_goodbye = w->end == WIRE_FIN && w->shut
                        && w->received >= w->to_send;

    return w->end != WIRE_OPEN && !said_goodbye;
}

/* Milliseconds until the next pause ends, at most MEANWHILE_MS. */
static int next_pause(const struct script_run *r)
{
    int least = MEANWHILE_MS;

    for (int i = 0; i < r->n; i++) {
        int64_t pause = r->clients[i].pause;
        int left = pause == 0 ? least : deadline_left(pause);

        if (left < least)
            least = left;
    }
    return least;
}

/* Until the sockets have news, or the next pause ends. */
static void wait_and_move(struct script_run *r)
{
    struct wire *wires[SCRIPT_CLIENTS];
    struct pollfd polls[SCRIPT_CLIENTS];
    int64_t before = deadline_now(), late;
    int ms = next_pause(r);

    for (int i = 0; i < r->n; i++)
        wires[i] = &r->clients[i].wire;
    if (wire_pump_round(wires, polls, (size_t)r->n, ms) <= 0) {
        late = deadline_now() - before - ms * (int64_t)1000000;
        r->late = late > r->late ? late : r->late;
    }
    for (int i = 0; i < r->n; i++)
        if (state_of(&r->clients[i]) == CLIENT_WAITING && !is_owed(wires[i]))
            enter(&r->clients[i], CLIENT_SILENT);
}

/* Returns 1 while a client has steps left, 0 at the end, -1: one has failed. */
static int take_steps(struct script_run *r, const struct server *s)
{
    int more = 0;

    for (int i = 0; i < r->n; i++) {
        struct script_client *c = &r->clients[i];

        while (!has_failed(&c->wire) && take_step(c, s))
            continue;
        if (has_failed(&c->wire)) {
            snprintf(r->why, sizeof r->why, "client %d: %s", i + 1,
                     wire_describe(&c->wire));
            return -1;
        }
        more |= c->step->act != ACT_NONE;
    }
    return more;
}

static void begin_run(struct script_run *r, const struct script *script)
{
    *r = (struct script_run){ .script = script, .begin = deadline_now() };
    while (r->n < SCRIPT_CLIENTS && script->steps[r->n][0].act != ACT_NONE) {
        struct script_client *c = &r->clients[r->n];

        c->wire = (struct wire){ .fd = -1, .seed = (uint32_t)r->n + 1 };
        c->step = script->steps[r->n++];
    }
}

static void end_run(struct script_run *r)
{
    for (int i = 0; i < r->n; i++) {
        hang_up(&r->clients[i], ACT_CLOSE);
        if (r->clients[i].n > 0)
            r->clients[i].spans[r->clients[i].n - 1].end = deadline_now();
    }
    r->end = deadline_now();
}

int script_play(struct script_run *r, const struct script *script,
                const struct server *s, void (*meanwhile)(void *),
                void *argument)
{
    int64_t deadline = deadline_in(PLAY_SECONDS);
    int more;

    begin_run(r, script);
    while ((more = take_steps(r, s)) > 0 && deadline_left(deadline) > 0) {
        wait_and_move(r);
        if (meanwhile)
            meanwhile(argument);
    }
    if (more > 0)
        snprintf(r->why, sizeof r->why, "not over after %d seconds",
                 PLAY_SECONDS);
    end_run(r);
    return more == 0 ? 0 : -1;
}
