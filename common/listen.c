/*
 * listen.c: the listening socket, and addresses in words.
 */
#include "listen.h"

#include <err.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

/* The kernel lowers it to net.core.somaxconn. (SOMAXCONN is 128 in musl.) */
enum { BACKLOG = 4096 };

/* Where we listen, if it is a path. */
static struct sockaddr_un local = { .sun_family = AF_UNIX };

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

/* Removes the path if it is a socket's that no process has open any more; a
 * server that was killed leaves one. Returns -1 if it is still there; errno
 * says why. (A server that does listen there refuses a socket of another kind,
 * and does not notice.) */
static int remove_stale(void)
{
    struct stat file;
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    bool refused = connect(fd, (struct sockaddr *)&local, sizeof local) == -1
        && errno == ECONNREFUSED;

    close(fd);
    if (lstat(local.sun_path, &file) == -1)
        return -1;
    if (refused && S_ISSOCK(file.st_mode))
        return unlink(local.sun_path);
    errno = S_ISSOCK(file.st_mode) ? EADDRINUSE : EEXIST;
    return -1;
}

static int listen_at_path(const char *path, int mode, int limit)
{
    struct addrinfo a = { .ai_family = AF_UNIX,
                          .ai_addr = (struct sockaddr *)&local,
                          .ai_addrlen = sizeof local };
    int listener = -1;

    if (strlen(path) < sizeof local.sun_path) {
        strcpy(local.sun_path, path);
        listener = listen_on(&a, mode, limit);
        if (listener == -1 && errno == EADDRINUSE && remove_stale() == 0)
            listener = listen_on(&a, mode, limit);
    } else {
        errno = ENAMETOOLONG;
    }
    if (listener == -1)
        warn("%s", path);
    return listener;
}

static int listen_at_address(const char *address, const char *port, int mode,
                             int limit)
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

int listen_open(const char *address, const char *port, int mode, int limit)
{
    return strchr(address, '/') ? listen_at_path(address, mode, limit)
                                : listen_at_address(address, port, mode, limit);
}

void listen_end(void)
{
    if (local.sun_path[0])
        remove_stale();
}

/* "127.0.0.1 port 37793" */
static void print_address(FILE *out, const struct sockaddr_storage *at)
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
    if (at.ss_family == AF_UNIX)
        puts(local.sun_path);
    else
        print_address(stdout, &at);
    return fflush(stdout);
}

void listen_say_client(int client, const struct sockaddr_storage *from)
{
    struct ucred other = { 0 };
    socklen_t size = sizeof other;

    fprintf(stderr, "client %d from ", client);
    if (from->ss_family == AF_UNIX) {
        getsockopt(client, SOL_SOCKET, SO_PEERCRED, &other, &size);
        fprintf(stderr, "process %d\n", other.pid);
    } else {
        print_address(stderr, from);
    }
}
