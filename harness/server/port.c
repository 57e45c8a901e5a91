/*
 * port.c: ports, and paths, for servers to listen on.
 *
 * A port given to one server must not be the local port of some client when
 * that server starts. The kernel hands out both from one range, so we do not
 * ask it, but try ports below that range. The search starts at random, so that
 * two suites on one machine rarely try the same port.
 */
#include "server/port.h"

#include "lib/deadline.h"
#include "server/sandbox.h"

#include <errno.h>
#include <netdb.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { FIRST = 10000, FEWEST = 1000, END = 65536, TRIES = 2000 };

bool port_is_free(enum transport by, const char *host, int port)
{
    struct addrinfo hints = { .ai_socktype = address_type(by),
                              .ai_flags = AI_PASSIVE | AI_NUMERICSERV };
    struct addrinfo *a;
    char service[12];
    bool is_free = false;

    snprintf(service, sizeof service, "%d", port);
    if (getaddrinfo(host, service, &hints, &a))
        return false;
    int fd = socket(a->ai_family, a->ai_socktype | SOCK_CLOEXEC, 0);
    if (fd >= 0) {
        is_free = bind(fd, a->ai_addr, a->ai_addrlen) == 0;
        close(fd);
    }
    freeaddrinfo(a);
    return is_free;
}

/* The first port of the range from which the kernel takes those of clients. */
static int clients_from(void)
{
    int low = 32768;
    FILE *f = fopen("/proc/sys/net/ipv4/ip_local_port_range", "re");

    if (f) {
        if (fscanf(f, "%d", &low) != 1)
            low = 32768;
        fclose(f);
    }
    return low;
}

int port_pick(enum transport by, const char *host)
{
    int end = clients_from();

    if (end < FIRST + FEWEST)   /* no room below: use the clients' range */
        end = END;
    unsigned span = (unsigned)(end - FIRST);
    unsigned start = (unsigned)getpid() * 2654435761U
        + (unsigned)(deadline_now() / 1000);
    for (unsigned i = 0; i < TRIES; i++) {
        int port = FIRST + (int)((start + i) % span);
        if (port_is_free(by, host, port))
            return port;
    }
    return 0;
}

static int pick_below(const char *home, char path[ADDRESS_PATH + 1])
{
    static unsigned n;

    if (snprintf(path, ADDRESS_PATH + 1, "%s/socket-%d-%u", home, getpid(),
                 ++n) <= ADDRESS_PATH)
        return 0;
    errno = ENAMETOOLONG;
    return -1;
}

/* Not in TMPDIR, which may be too long a name for unix(7). */
int port_pick_path(char path[ADDRESS_PATH + 1])
{
    if (sandbox_home())
        return pick_below(sandbox_home(), path);
    strcpy(path, "/tmp/muxlab-XXXXXX");
    if (!mkdtemp(path))
        return -1;
    strcat(path, "/socket");
    return 0;
}

void port_forget_path(const char *path)
{
    char folder[ADDRESS_PATH + 1];

    if (!path)
        return;
    unlink(path);
    snprintf(folder, sizeof folder, "%s", path);
    *strrchr(folder, '/') = '\0';
    rmdir(folder);
}
