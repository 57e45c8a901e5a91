/*
 * connection.h: the clients of a workload while they run. generator.c has the
 * loop; connection.c gives each client its turn.
 */
#ifndef CONNECTION_H
#define CONNECTION_H

#include "load/generator.h"

struct connection {
    struct wire wire;
    uint64_t begun;             /* messages sent, on this connection */
    uint64_t done;              /* messages answered (or lost), on this
                                   connection, */
    uint64_t total;             /*   and on all its connections */
    uint32_t events;            /* what epoll watches for; 0: not watched */
    int64_t started;            /* when it first connected; in the open loop,
                                   when its first message was planned */
    int64_t first;              /* when its first answer came; 0: not yet */
    int64_t *asked;             /* when its messages were sent, or planned: a
                                   ring of `depth` moments */
};

struct generator {
    struct workload plan;
    const struct server *server;
    int epoll;
    size_t living;              /* clients that are not done */
    bool ending;                /* no client sends a new message */
    uint32_t seed;              /* of the newest connection */
    struct connection *clients;
    int64_t *asked;
    int timer;                  /* open loop: expires when `planned` is due */
    int64_t opened;             /* when the plan begins */
    uint64_t planned;           /* the next message of the plan */
    struct outcome so_far;
    int64_t marked;             /* when counting began */
    int64_t own_cpu, server_cpu;        /* at that moment */
    int64_t longest;
    int64_t looked;             /* when late answers were last looked for */
};

/* Opens a connection, and sends its first message. */
void connection_open(struct generator *g, struct connection *c);

/* Sends what is due by now, and tells epoll what to wait for next. */
void connection_send(struct generator *g, struct connection *c, int64_t now);

/* Gives it its turn, for these events from epoll. */
void connection_turn(struct generator *g, struct connection *c,
                     uint32_t events);

/* Gives its message up as lost, if it has waited for an answer for too long. */
void connection_look(struct generator *g, struct connection *c, int64_t now);

/* Open loop: when the plan has its nth message. The clients send in turn. */
int64_t connection_planned(const struct generator *g, uint64_t n);

#endif
