/*
 * names: what a name stands for, and what is at either end.
 */
#include "../lab.h"

#include <netdb.h>

/* Does this name, which is looked up on this machine only, have that family? */
static int has(const char *name, int family, int flags)
{
    struct addrinfo want = { .ai_family = family, .ai_flags = flags,
                             .ai_socktype = SOCK_STREAM }, *found;

    if (getaddrinfo(name, "50007", &want, &found) != 0)
        return 0;
    freeaddrinfo(found);
    return 1;
}

static int peer_port(int fd)
{
    struct sockaddr_in at;
    socklen_t size = sizeof at;

    if (getpeername(fd, (struct sockaddr *)&at, &size) == -1)
        return -1;
    return ntohs(at.sin_port);
}

int main(void)
{
    struct pair p = pair();
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    say("localhost has an IPv4 address", has("localhost", AF_INET, 0));
    say("127.0.0.1 is an IPv6 address",
        has("127.0.0.1", AF_INET6, AI_NUMERICHOST));
    say("::1 is an IPv6 address", has("::1", AF_INET6, AI_NUMERICHOST));
    say("the client's peer is the server's own name",
        peer_port(p.client) == port_of(p.server));
    say("the server's peer is the client's own name",
        peer_port(p.server) == port_of(p.client));
    say("not connected: getsockname says port", port_of(fd));
    say("not connected: getpeername", peer_port(fd));
}
