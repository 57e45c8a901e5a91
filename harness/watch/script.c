/*
 * script.c: plays a script: all its clients in one poll(2) loop.
 */
#include "watch/script.h"

#include "lib/deadline.h"
#include "server/server.h"

#include <netinet/in.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>

enum { PLAY_SECONDS = 20, CONNECT_SECONDS = 2, MEANWHILE_MS = 10 };

static enum client_state state_of(const struct player *p)
{
    return p->n == 0 ? CLIENT_ABSENT : p->spans[p->n - 1].state;
}

/* From now on it is in that state. */
static void enter(struct player *p, enum client_state state)
{
    int64_t now = deadline_now();

    if (state_of(p) == state)
        return;
    if (p->n > 0)
        p->spans[p->n - 1].end = now;
    if (p->n < STORY_SPANS)
        p->spans[p->n++] = (struct span){ now, now, state };
}

static uint16_t own_port(int fd)
{
    struct sockaddr_in6 at = { 0 };     /* sin_port is at the same place */
    socklen_t size = sizeof at;

    getsockname(fd, (struct sockaddr *)&at, &size);
    return ntohs(at.sin6_port);
}

static bool is_owed(const struct player *p)
{
    const struct wire *w = &p->wire;

    return w->received < w->to_send || (w->half_close && w->end == WIRE_OPEN);
}

static void connect_player(struct player *p, const struct server *s)
{
    if (wire_connect(&p->wire, s, CONNECT_SECONDS) == -1)
        return;
    p->port = own_port(p->wire.fd);
    enter(p, CLIENT_SILENT);
}

static void leave(struct player *p, enum act how)
{
    if (how == RESET)
        wire_reset(&p->wire);
    else
        wire_close(&p->wire);
    enter(p, CLIENT_ABSENT);
}

static void begin_step(struct player *p, const struct server *s)
{
    struct wire *w = &p->wire;
    int amount = p->step->amount;

    switch (p->step->act) {
    case CONNECT:
        connect_player(p, s);
        break;
    case PAUSE:
        p->pause = deadline_now() + amount * (int64_t)1000000;
        break;
    case SEND:
        w->to_send += (uint64_t)amount;
        enter(p, w->mute ? CLIENT_DEAF : CLIENT_WAITING);
        break;
    case HALF_CLOSE:
        w->half_close = true;
        enter(p, CLIENT_WAITING);
        break;
    case COVER_EARS: case LISTEN_AGAIN:
        w->mute = p->step->act == COVER_EARS;
        enter(p, w->mute ? state_of(p) : CLIENT_WAITING);
        break;
    case LEAVE: case RESET:
        leave(p, p->step->act);
        break;
    default:
        break;
    }
}

static bool is_over(const struct player *p)
{
    switch (p->step->act) {
    case DONE:
        return false;
    case PAUSE:
        return deadline_now() >= p->pause;
    case HEAR: case HALF_CLOSE:
        return !is_owed(p);
    default:
        return true;
    }
}

/* Takes one step; false: it has to wait. */
static bool take(struct player *p, const struct server *s)
{
    if (!p->begun)
        begin_step(p, s);
    p->begun = true;
    if (!is_over(p))
        return false;
    p->begun = false;
    p->pause = 0;
    p->step++;
    return true;
}

static bool has_fallen(const struct player *p)
{
    const struct wire *w = &p->wire;

    return w->end != WIRE_OPEN && !(w->end == WIRE_FIN && w->shut &&
                                    w->received >= w->to_send);
}

static short wants(const struct player *p)
{
    const struct wire *w = &p->wire;

    if (w->fd <= 0 || w->end != WIRE_OPEN)
        return 0;
    return (short)((w->mute ? 0 : POLLIN) |
                   (w->sent < w->to_send ? POLLOUT : 0));
}

/* Sends and receives what can be. */
static void move(struct player *p, short events)
{
    struct wire *w = &p->wire;

    if (events & (POLLIN | POLLERR | POLLHUP) && !w->mute)
        wire_try_receive(w, SIZE_MAX);
    if (w->end == WIRE_OPEN && events & POLLOUT && w->sent < w->to_send)
        wire_try_send(w, w->to_send - w->sent);
    if (w->half_close && !w->shut && w->sent >= w->to_send)
        wire_try_half_close(w);
    if (state_of(p) == CLIENT_WAITING && !is_owed(p))
        enter(p, CLIENT_SILENT);
}

/* Until the sockets have news, or the next pause ends. */
static void wait_and_move(struct story *st)
{
    struct pollfd p[SCRIPT_CLIENTS];
    int64_t before = deadline_now(), late;
    int ms = MEANWHILE_MS;

    for (int i = 0; i < st->n; i++) {
        struct player *player = &st->players[i];
        int left = player->pause == 0 ? ms : deadline_left(player->pause);

        p[i].events = wants(player);
        p[i].fd = p[i].events == 0 ? -1 : player->wire.fd;
        p[i].revents = 0;
        if (left < ms)
            ms = left;
    }
    if (poll(p, (nfds_t)st->n, ms) <= 0) {
        late = deadline_now() - before - ms * (int64_t)1000000;
        st->late = late > st->late ? late : st->late;
        return;
    }
    for (int i = 0; i < st->n; i++)
        if (p[i].revents != 0)
            move(&st->players[i], p[i].revents);
}

/* Returns 1 while someone has steps left, 0 at the end, -1: one has fallen. */
static int take_steps(struct story *st, const struct server *s)
{
    int more = 0;

    for (int i = 0; i < st->n; i++) {
        struct player *p = &st->players[i];

        while (!has_fallen(p) && take(p, s))
            continue;
        if (has_fallen(p)) {
            snprintf(st->why, sizeof st->why, "client %d: %s", i + 1,
                     wire_describe(&p->wire));
            return -1;
        }
        more |= p->step->act != DONE;
    }
    return more;
}

static void open_story(struct story *st, const struct script *script)
{
    *st = (struct story){ .script = script, .begin = deadline_now() };
    while (st->n < SCRIPT_CLIENTS && script->steps[st->n][0].act != DONE) {
        struct player *p = &st->players[st->n];

        p->wire = (struct wire){ .fd = -1, .seed = (uint32_t)st->n + 1 };
        p->step = script->steps[st->n++];
    }
}

static void close_story(struct story *st)
{
    for (int i = 0; i < st->n; i++) {
        leave(&st->players[i], LEAVE);
        if (st->players[i].n > 0)
            st->players[i].spans[st->players[i].n - 1].end = deadline_now();
    }
    st->end = deadline_now();
}

int script_play(struct story *st, const struct script *script,
                const struct server *s, void (*meanwhile)(void *),
                void *argument)
{
    int64_t deadline = deadline_in(PLAY_SECONDS);
    int more;

    open_story(st, script);
    while ((more = take_steps(st, s)) > 0 && deadline_left(deadline) > 0) {
        wait_and_move(st);
        if (meanwhile != NULL)
            meanwhile(argument);
    }
    if (more > 0)
        snprintf(st->why, sizeof st->why, "not over after %d seconds",
                 PLAY_SECONDS);
    close_story(st);
    return more == 0 ? 0 : -1;
}
