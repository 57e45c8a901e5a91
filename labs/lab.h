/*
 * lab.h: what the labs' programs share: both ends of a call, made through a
 * real listener; a line a call; and waiting for a condition, never for a time.
 */
#ifndef LAB_H
#define LAB_H

#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

enum { PATIENCE_MS = 5000 };    /* what does not come by then never comes */

/* "EPIPE" for EPIPE: those that the labs meet. */
static inline const char *error_name(int error)
{
#define NAME(e) { e, #e }
    static const struct { int error; const char *name; } names[] = {
        NAME(EACCES), NAME(EADDRINUSE), NAME(EADDRNOTAVAIL), NAME(EAGAIN),
        NAME(EAFNOSUPPORT), NAME(ECONNREFUSED), NAME(ECONNRESET),
        NAME(EINPROGRESS), NAME(EINVAL), NAME(EMSGSIZE), NAME(ENOTCONN),
        NAME(EPERM), NAME(EPIPE), NAME(EPROTONOSUPPORT),
        NAME(ESOCKTNOSUPPORT), NAME(ETIMEDOUT),
    };
#undef NAME

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (names[i].error == error)
            return names[i].name;
    return strerror(error);
}

/* Prints "what = result", and the name of the error where there is one. */
static inline void say(const char *what, long result)
{
    if (result == -1)
        printf("%s = -1 %s\n", what, error_name(errno));
    else
        printf("%s = %ld\n", what, result);
    fflush(stdout);
}

static inline struct sockaddr_in address(const char *ip, int port)
{
    struct sockaddr_in at = { .sin_family = AF_INET,
                              .sin_port = htons((in_port_t)port) };

    inet_pton(AF_INET, ip, &at.sin_addr);
    return at;
}

static inline int port_of(int fd)
{
    struct sockaddr_in at;
    socklen_t size = sizeof at;

    if (getsockname(fd, (struct sockaddr *)&at, &size) == -1)
        err(EXIT_FAILURE, "getsockname");
    return ntohs(at.sin_port);
}

/* Returns a socket that listens on this address, on a port the kernel chose. */
static inline int listen_at(const char *ip, int backlog)
{
    struct sockaddr_in at = address(ip, 0);
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    if (fd == -1 || bind(fd, (struct sockaddr *)&at, sizeof at) == -1
        || listen(fd, backlog) == -1)
        err(EXIT_FAILURE, "listener");
    return fd;
}

/* What connect(2) says; its socket in *fd. */
static inline int call_at(const char *ip, int port, int *fd)
{
    struct sockaddr_in at = address(ip, port);

    *fd = socket(AF_INET, SOCK_STREAM, 0);
    if (*fd == -1)
        err(EXIT_FAILURE, "socket");
    return connect(*fd, (struct sockaddr *)&at, sizeof at);
}

struct pair {
    int client, server;         /* the two ends of one connection */
};

static inline struct pair pair_through(int listener)
{
    struct pair p;

    if (call_at("127.0.0.1", port_of(listener), &p.client) == -1
        || (p.server = accept(listener, NULL, NULL)) == -1)
        err(EXIT_FAILURE, "pair");
    return p;
}

static inline struct pair pair(void)
{
    int listener = listen_at("127.0.0.1", 1);
    struct pair p = pair_through(listener);

    close(listener);
    return p;
}

/* Waits until poll(2) tells one of these events. */
static inline void await(int fd, short events)
{
    struct pollfd p = { .fd = fd, .events = events };

    for (int ms = 0; ms < PATIENCE_MS; ms++)
        if (poll(&p, 1, 1) == 1 && (p.revents & events))
            return;
    errx(EXIT_FAILURE, "it never came");
}

/* Waits until so many bytes have arrived, and are not read yet. */
static inline void await_bytes(int fd, int n)
{
    int there = 0;

    for (int ms = 0; ms < PATIENCE_MS; ms++) {
        if (ioctl(fd, FIONREAD, &there) == 0 && there >= n)
            return;
        poll(NULL, 0, 1);
    }
    errx(EXIT_FAILURE, "%d bytes came, not %d", there, n);
}

#endif
