/*
 * address.c: where a server is called.
 */
#include "server/address.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int address_find(struct address *a, const char *host, const char *port)
{
    struct addrinfo hints = { .ai_socktype = SOCK_STREAM,
                              .ai_flags = AI_NUMERICSERV };
    struct addrinfo *found;
    int error = getaddrinfo(host, port, &hints, &found);

    if (error)
        return error;
    memcpy(&a->sa, found->ai_addr, found->ai_addrlen);
    a->size = found->ai_addrlen;
    freeaddrinfo(found);
    return 0;
}

static bool can_connect(const struct address *a, int type)
{
    int fd = socket(a->sa.ss_family, type | SOCK_CLOEXEC, 0);
    bool connected = fd >= 0
        && connect(fd, (const struct sockaddr *)&a->sa, a->size) == 0;
    int error = errno;

    if (fd >= 0)
        close(fd);
    errno = error;
    return connected;
}

/* To connect a datagram socket sends nothing. */
bool address_has_route(const struct address *a)
{
    return can_connect(a, SOCK_DGRAM);
}

bool address_is_connectable(const struct address *a)
{
    return can_connect(a, SOCK_STREAM);
}

/* A socket bound to the IPv6 wildcard commonly takes IPv4 clients, too: they
 * call where this machine has no address ::1. */
void address_to_call(struct address *a)
{
    struct sockaddr_in *in = (struct sockaddr_in *)&a->sa;
    struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)&a->sa;

    if (a->sa.ss_family == AF_INET) {
        if (in->sin_addr.s_addr == htonl(INADDR_ANY))
            in->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        return;
    }
    if (!IN6_IS_ADDR_UNSPECIFIED(&in6->sin6_addr))
        return;
    in6->sin6_addr = in6addr_loopback;
    if (address_has_route(a))
        return;
    a->size = sizeof *in;
    *in = (struct sockaddr_in){ .sin_family = AF_INET,
                                .sin_port = in6->sin6_port,
                                .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
}

static void split(const struct address *a, char *host, size_t size, char *port,
                  size_t port_size)
{
    if (getnameinfo((const struct sockaddr *)&a->sa, a->size, host,
                    (socklen_t)size, port, (socklen_t)port_size,
                    NI_NUMERICHOST | NI_NUMERICSERV) != 0)
        *host = *port = '\0';
}

const char *address_host(const struct address *a)
{
    static char host[64];
    char port[8];

    split(a, host, sizeof host, port, sizeof port);
    return host;
}

const char *address_text(const struct address *a)
{
    static char text[96];
    char host[64], port[8];

    split(a, host, sizeof host, port, sizeof port);
    snprintf(text, sizeof text, "%s port %s", host, port);
    return text;
}
