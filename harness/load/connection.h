/*
 * connection.h: the clients of a workload while they run, between generator.c,
 * which runs the loop, and connection.c, which gives each of them its turn.
 */
#ifndef CONNECTION_H
#define CONNECTION_H

#include "load/generator.h"

struct connection {
    struct wire wire;
    uint64_t begun;             /* messages asked, on this connection */
    uint64_t done;              /* messages answered, on this connection */
    uint64_t total;             /* messages answered, on all its connections */
    uint32_t events;            /* what epoll watches for; 0: not watched */
    int64_t started;            /* when it first connected; in the open loop,
                                   when its first message was planned */
    int64_t first;              /* when its first answer came; 0: not yet */
    int64_t *asked;             /* when: a ring of `depth` moments */
};

struct generator {
    struct workload plan;
    const struct server *server;
    int epoll;
    size_t living;              /* clients that have not left */
    bool ending;                /* nobody asks any more */
    uint32_t seed;              /* of the newest connection */
    struct connection *clients;
    int64_t *asked;
    int timer;                  /* open loop: rings when `planned` is due */
    int64_t opened;             /* when the plan begins */
    uint64_t planned;           /* the next message of the plan */
    struct outcome so_far;
    int64_t marked;             /* when counting began */
    int64_t own_cpu, server_cpu;        /* at that moment */
    int64_t longest;
};

/* A new connection, and the first message on it. */
void connection_open(struct generator *g, struct connection *c);

/* Sends what it may by now, and has epoll watch for what comes next. */
void connection_send(struct generator *g, struct connection *c, int64_t now);

/* Gives it its turn, for these events of epoll's. */
void connection_turn(struct generator *g, struct connection *c,
                     uint32_t events);

/* Open loop: when the plan has its nth message. They take turns, client after
 * client. */
int64_t connection_planned(const struct generator *g, uint64_t n);

#endif
