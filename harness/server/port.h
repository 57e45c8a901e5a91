/*
 * port.h: ports for servers to listen on.
 */
#ifndef PORT_H
#define PORT_H

#include <stdbool.h>

/* Whether a socket can be bound there, with nothing on it, not even a
 * connection in TIME_WAIT. */
bool port_is_free(const char *host, int port);

/* A free port, outside the range from which the kernel takes those of clients
 * (tcp(7), ip_local_port_range). Another program may take it at any moment.
 * Returns 0 if there is none. */
int port_pick(const char *host);

#endif
