/*
 * listen.h: the listening socket, and addresses in words.
 */
#ifndef LISTEN_H
#define LISTEN_H

#include <sys/socket.h>

/* Listens on the first of the name's addresses that takes us (mode: 0 or
 * SOCK_NONBLOCK), on a descriptor below `limit`; or, where `address` has a
 * slash, on a Unix-domain socket with this path. Returns the descriptor, or -1
 * after one line. */
int listen_open(const char *address, const char *port, int mode, int limit);

/* Prints "listening on 127.0.0.1 port 37793", or "listening on /the/path", and
 * flushes stdout. Returns 0, or -1 with errno set. */
int listen_say(int listener);

/* Prints "client 5 from 127.0.0.1 port 37793", or, as no path is a client's,
 * "client 5 from process 4242", on stderr. */
void listen_say_client(int client, const struct sockaddr_storage *from);

/* Removes the path, if there is one, once the listener is closed everywhere. */
void listen_end(void);

#endif
