/*
 * listen.c: the listening socket, and addresses in words.
 */
#include "listen.h"

#include <err.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <unistd.h>

/* The kernel lowers it to net.core.somaxconn. (SOMAXCONN is 128 in musl.) */
enum { BACKLOG = 4096 };

/* socket, bind, listen for one address. -1: errno says why. */
static int listen_on(const struct addrinfo *a, int mode, int limit)
{
    int one = 1;
    int fd = socket(a->ai_family, SOCK_STREAM | SOCK_CLOEXEC | mode, 0);

    if (fd == -1)
        return -1;
    if (fd >= limit)
        errno = EMFILE;
    else if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one) == 0
             && bind(fd, a->ai_addr, a->ai_addrlen) == 0
             && listen(fd, BACKLOG) == 0)
        return fd;
    close(fd);                  /* and errno stays as it was */
    return -1;
}

int listen_open(const char *address, const char *port, int mode, int limit)
{
    struct addrinfo want = { .ai_flags = AI_PASSIVE | AI_NUMERICSERV,
                             .ai_socktype = SOCK_STREAM };
    struct addrinfo *found;
    int listener = -1;
    int error = getaddrinfo(address, port, &want, &found);

    if (error) {
        warnx("%s: %s", address, gai_strerror(error));
        return -1;
    }
    for (struct addrinfo *a = found; a && listener == -1; a = a->ai_next)
        listener = listen_on(a, mode, limit);
    if (listener == -1)
        warn("%s port %s", address, port);
    freeaddrinfo(found);
    return listener;
}

void listen_print(FILE *out, const struct sockaddr_storage *at)
{
    char host[NI_MAXHOST] = "?", service[NI_MAXSERV] = "?";

    getnameinfo((const struct sockaddr *)at, sizeof *at, host, sizeof host,
                service, sizeof service, NI_NUMERICHOST | NI_NUMERICSERV);
    fprintf(out, "%s port %s\n", host, service);
}

int listen_say(int listener)
{
    struct sockaddr_storage at;
    socklen_t size = sizeof at;

    if (getsockname(listener, (struct sockaddr *)&at, &size) == -1)
        return -1;
    printf("listening on ");
    listen_print(stdout, &at);
    return fflush(stdout);
}
