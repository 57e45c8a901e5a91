/*
 * address.h: where a server is called, and how.
 */
#ifndef ADDRESS_H
#define ADDRESS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>

enum transport { BY_TCP, BY_UDP, BY_UNIX };

struct address {
    enum transport by;
    struct sockaddr_storage sa;
    socklen_t size;
};

/* The first address of a host, by name or number, and a port; by BY_UNIX the
 * host is a path. Returns 0, or the error of getaddrinfo(3). */
int address_find(struct address *a, enum transport by, const char *host,
                 const char *port);

/* The longest path of a Unix-domain socket (unix(7)). */
enum { ADDRESS_PATH = 107 };

/* SOCK_STREAM or SOCK_DGRAM. */
int address_type(enum transport by);

/* Makes of the address at which a server listens the one to call: for a
 * wildcard, the loopback address. */
void address_to_call(struct address *a);

/* A socket, which never blocks, for a client that calls there; *connected: it
 * is so already. Where the queue of a Unix-domain server is full, the call
 * waits, at most so many seconds (scaled). Returns -1 if it cannot connect:
 * errno. */
int address_call(const struct address *a, double seconds, bool *connected);

/* The number of a client's socket, given its address as the server sees it: its
 * port; of a Unix-domain socket that address_call made, the number which the
 * kernel gave it. 0: it has none. */
uint16_t address_number(const struct sockaddr_storage *client);

/* Could a packet be sent there? Sends none. Where not, errno says why. */
bool address_has_route(const struct address *a);

/* Can a client connect? */
bool address_is_connectable(const struct address *a);

/* The host in numbers, or the path; then "127.0.0.1 port 50007", "127.0.0.1 UDP
 * port 50007", or the path; and the address as a TARGET (target.h). In static
 * buffers. */
const char *address_host(const struct address *a);
const char *address_text(const struct address *a);
const char *address_word(const struct address *a);

#endif
