/*
 * server.h: what no model is about: how a server starts, accepts, refuses, has
 * children, and stops.
 *
 * Stopping is hanging up. SIGTERM and SIGINT set server_stopping and
 * shutdown(2) the listening socket. On Linux it is then ready for ever:
 * accept, select, poll and epoll_wait all return, whether the signal came
 * before them or while they slept. Nothing is lost between the flag and the
 * call, and no pipe and no pselect is needed.
 */
#ifndef SERVER_H
#define SERVER_H

#include <signal.h>
#include <stdatomic.h>
#include <sys/types.h>

/* Set once the server is to stop: look at it before every wait. (A handler
 * sets it, which may run on any thread.) */
extern atomic_int server_stopping;

/* The signals that set it: SIGTERM and SIGINT. */
extern sigset_t server_signals;

/* How the program ends so far: 0, 1 cannot serve, 2 usage. */
extern int server_status;

/* Reads the options, makes the listening socket (mode: 0 or SOCK_NONBLOCK) and
 * says where it listens. The descriptor must be below `limit`. Returns it, or
 * -1 after one line (or --help): main then returns server_status. */
int server_open(int argc, char **argv, int mode, int limit);

/* Accepts one client, TCP_NODELAY and close-on-exec; `mode` as above, for the
 * client's socket, which Linux does not inherit from the listener. Returns its
 * descriptor, or -1 when no client waits (errno is EAGAIN), or none can be
 * taken in just now.
 * Out of descriptors, it turns the newcomer away: see accept_by_spare. */
int server_accept(int listener, int mode);

/* Closes a client for which there is no room, and counts it. */
void server_refuse(int fd);

/* fork(2). In the child, to which it returns 0, a signal hangs up on its client
 * alone, and the parent's end on the listener, too; and its counts begin at
 * zero. Children that end are waited for as they do. */
pid_t server_fork(void);

/* We cannot go on: one line, "WHAT: the reason in errno"; the server stops,
 * and its status will be 1. */
void server_fail(const char *what);

/* Closes the listener and returns server_status; in the first process, once
 * it has stopped all children and has printed the counts. */
int server_close(int listener);

#endif
