/*
 * address.h: where a server is called.
 */
#ifndef ADDRESS_H
#define ADDRESS_H

#include <stdbool.h>
#include <sys/socket.h>

struct address {
    struct sockaddr_storage sa;
    socklen_t size;
};

/* The first address of a host, by name or number, and a port. Returns 0, or
 * the error of getaddrinfo(3). */
int address_find(struct address *a, const char *host, const char *port);

/* Makes of the address at which a server listens the one to call: for a
 * wildcard, the loopback address. */
void address_to_call(struct address *a);

/* Could a packet be sent there? Sends none. Where not, errno says why. */
bool address_has_route(const struct address *a);

/* Can a client connect? */
bool address_is_connectable(const struct address *a);

/* The host in numbers; and "127.0.0.1 port 50007". In static buffers. */
const char *address_host(const struct address *a);
const char *address_text(const struct address *a);

#endif
