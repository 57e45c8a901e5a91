/*
 * port.h: ports, and paths, for servers to listen on.
 */
#ifndef PORT_H
#define PORT_H

#include "server/address.h"

#include <stdbool.h>

/* Whether a socket can be bound there, with nothing on it, not even a
 * connection in TIME_WAIT. */
bool port_is_free(enum transport by, const char *host, int port);

/* A free port, outside the range from which the kernel takes those of clients
 * (tcp(7), ip_local_port_range). Another program may take it at any moment.
 * Returns 0 if there is none. */
int port_pick(enum transport by, const char *host);

/* A path for a Unix-domain server, in a new folder of its own; of one that is
 * confined (sandbox.h), in its home. Returns 0, or -1 (errno).
 * port_forget_path removes both. */
int port_pick_path(char path[ADDRESS_PATH + 1]);
void port_forget_path(const char *path);        /* NULL: does nothing */

#endif
