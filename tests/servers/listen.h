/*
 * listen.h: what these servers begin with: they listen on 127.0.0.1, on the
 * port that PORT in their environment names; without it, on any.
 */
#ifndef LISTEN_H
#define LISTEN_H

#include <err.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

/* Returns the listening socket; ends the program if there is none. */
static inline int open_listener(void)
{
    const char *port = getenv("PORT");
    struct sockaddr_in here = {
        .sin_family = AF_INET,
        .sin_port = htons((in_port_t)atoi(port ? port : "0")),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    int one = 1;

    if (fd == -1
        || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one) == -1
        || bind(fd, (struct sockaddr *)&here, sizeof here) == -1
        || listen(fd, SOMAXCONN) == -1)
        err(EXIT_FAILURE, "listener");
    return fd;
}

/* The next client; -1, after a rest, if there is none, or no descriptor for
 * it. */
static inline int accept_client(int listener)
{
    int fd = accept(listener, NULL, NULL);

    if (fd == -1)
        nanosleep(&(struct timespec){ .tv_nsec = 10000000 }, NULL);
    return fd;
}

#endif
