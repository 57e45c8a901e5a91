/*
 * address.c: where a server is called, and how.
 */
#include "server/address.h"

#include "lib/deadline.h"
#include "lib/text.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/un.h>
#include <unistd.h>

int address_type(enum transport by)
{
    return by == BY_UDP ? SOCK_DGRAM : SOCK_STREAM;
}

static int find_path(struct address *a, const char *path)
{
    struct sockaddr_un *un = (struct sockaddr_un *)&a->sa;

    if (strlen(path) > ADDRESS_PATH)
        return EAI_OVERFLOW;
    a->size = sizeof *un;
    *un = (struct sockaddr_un){ .sun_family = AF_UNIX };
    strcpy(un->sun_path, path);
    return 0;
}

int address_find(struct address *a, enum transport by, const char *host,
                 const char *port)
{
    struct addrinfo hints = { .ai_socktype = address_type(by),
                              .ai_flags = AI_NUMERICSERV };
    struct addrinfo *found;

    a->by = by;
    if (by == BY_UNIX)
        return find_path(a, host);
    int error = getaddrinfo(host, port, &hints, &found);
    if (error)
        return error;
    memcpy(&a->sa, found->ai_addr, found->ai_addrlen);
    a->size = found->ai_addrlen;
    freeaddrinfo(found);
    return 0;
}

/* Closes it, and leaves errno as it was. Returns -1. */
static int give_up(int fd)
{
    int error = errno;

    close(fd);
    errno = error;
    return -1;
}

static int connect_to(int fd, const struct address *a)
{
    return connect(fd, (const struct sockaddr *)&a->sa, a->size);
}

/* poll(2) does not tell when the queue has room: the call itself must wait. */
static int wait_for_room(int fd, const struct address *a, double seconds)
{
    int ms = deadline_left(deadline_in(seconds)) + 1;
    struct timeval most = { ms / 1000, ms % 1000 * 1000 };

    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &most, sizeof most);
    fcntl(fd, F_SETFL, 0);
    int result = connect_to(fd, a);
    errno = errno == EAGAIN ? ETIMEDOUT : errno;
    fcntl(fd, F_SETFL, O_NONBLOCK);
    return result;
}

/* The kernel binds it to an abstract name of five hexadecimal digits. */
static void number(int fd)
{
    struct sockaddr any = { .sa_family = AF_UNIX };

    bind(fd, &any, sizeof any.sa_family);
}

uint16_t address_number(const struct sockaddr_storage *client)
{
    const struct sockaddr_in6 *in = (const struct sockaddr_in6 *)client;
    const struct sockaddr_un *un = (const struct sockaddr_un *)client;
    unsigned name = 0;

    if (client->ss_family == AF_INET || client->ss_family == AF_INET6)
        return ntohs(in->sin6_port);    /* sin_port is at the same place */
    if (client->ss_family == AF_UNIX && un->sun_path[0] == '\0')
        sscanf(un->sun_path + 1, "%5x", &name);
    return (uint16_t)name;
}

int address_call(const struct address *a, double seconds, bool *connected)
{
    int type = address_type(a->by) | SOCK_NONBLOCK | SOCK_CLOEXEC;
    int fd = socket(a->sa.ss_family, type, 0);

    if (fd == -1)
        return -1;
    if (a->by == BY_TCP)
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &(int){ 1 }, sizeof(int));
    if (a->by == BY_UNIX)
        number(fd);
    int result = connect_to(fd, a);
    if (result == -1 && a->by == BY_UNIX && errno == EAGAIN)
        result = wait_for_room(fd, a, seconds);
    *connected = result == 0;
    if (result == 0 || errno == EINPROGRESS || (a->by == BY_TCP
                                                && errno == EINTR))
        return fd;
    return give_up(fd);
}

static bool can_connect(const struct address *a, int type)
{
    int fd = socket(a->sa.ss_family, type | SOCK_CLOEXEC, 0);
    bool connected = fd >= 0 && connect_to(fd, a) == 0;

    if (fd >= 0)
        give_up(fd);
    return connected;
}

/* To connect a datagram socket sends nothing. */
bool address_has_route(const struct address *a)
{
    return a->by == BY_UNIX || can_connect(a, SOCK_DGRAM);
}

bool address_is_connectable(const struct address *a)
{
    return can_connect(a, address_type(a->by));
}

/* A socket bound to the IPv6 wildcard commonly takes IPv4 clients, too: they
 * call where this machine has no address ::1. */
void address_to_call(struct address *a)
{
    struct sockaddr_in *in = (struct sockaddr_in *)&a->sa;
    struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)&a->sa;

    if (a->by == BY_UNIX)
        return;
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

static const char *path_of(const struct address *a)
{
    return ((const struct sockaddr_un *)&a->sa)->sun_path;
}

const char *address_host(const struct address *a)
{
    static char host[ADDRESS_PATH + 1];
    char port[8];

    if (a->by == BY_UNIX)
        snprintf(host, sizeof host, "%s", path_of(a));
    else
        split(a, host, sizeof host, port, sizeof port);
    return host;
}

const char *address_text(const struct address *a)
{
    static char text[ADDRESS_PATH + 1];
    char host[64], port[8];

    if (a->by == BY_UNIX)
        return text_plain(text, sizeof text, path_of(a));
    split(a, host, sizeof host, port, sizeof port);
    snprintf(text, sizeof text, "%s %sport %s", host,
             a->by == BY_UDP ? "UDP " : "", port);
    return text;
}

const char *address_word(const struct address *a)
{
    static char word[ADDRESS_PATH + 8];
    char host[64], port[8];

    split(a, host, sizeof host, port, sizeof port);
    if (a->by == BY_UNIX)
        snprintf(word, sizeof word, "unix:%s", path_of(a));
    else
        snprintf(word, sizeof word, strchr(host, ':') ? "%s[%s]:%s" : "%s%s:%s",
                 a->by == BY_UDP ? "udp:" : "", host, port);
    return word;
}
