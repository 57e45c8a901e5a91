/*
 * listen.h: the listening socket, and addresses in words.
 */
#ifndef LISTEN_H
#define LISTEN_H

#include <stdio.h>
#include <sys/socket.h>

/* Listens on the first of the name's addresses that takes us (mode: 0 or
 * SOCK_NONBLOCK), on a descriptor below `limit`. Returns it, or -1 after one
 * line. */
int listen_open(const char *address, const char *port, int mode, int limit);

/* Prints "listening on 127.0.0.1 port 37793", and flushes stdout. Returns 0, or
 * -1 with errno set. */
int listen_say(int listener);

/* Prints "127.0.0.1 port 37793". */
void listen_print(FILE *out, const struct sockaddr_storage *at);

#endif
