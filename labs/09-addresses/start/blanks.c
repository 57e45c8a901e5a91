/*
 * blanks: five lines of the phrasebook, in C. Fill in the five functions; the
 * program checks each itself.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

/* s.getsockname()[1] */
static int own_port(int fd)
{
    return -fd;
}

/* s.getpeername()[1] */
static int peer_port(int fd)
{
    return -fd;
}

/* s.getsockopt(SOL_SOCKET, SO_TYPE) */
static int type_of(int fd)
{
    return -fd;
}

/* socket.getaddrinfo(host, port)[0][0]: AF_INET or AF_INET6 */
static int family_of(const char *host, const char *port)
{
    return host == port;
}

/* s.settimeout(ms / 1000), for reading */
static void set_timeout(int fd, int ms)
{
    (void)fd, (void)ms;
}

static int right;

static void told(const char *what, bool is_right)
{
    printf("%-12s %s\n", what, is_right ? "right" : "blank");
    fflush(stdout);
    right += is_right;
}

/* A read for which nothing comes; after two seconds the program ends. */
static bool read_returns(int fd)
{
    char byte;

    alarm(2);
    return read(fd, &byte, 1) == -1 && errno == EAGAIN;
}

int main(void)
{
    struct sockaddr_in at = { .sin_family = AF_INET };
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    int client = socket(AF_INET, SOCK_STREAM, 0);

    inet_pton(AF_INET, "127.0.0.1", &at.sin_addr);
    bind(listener, (struct sockaddr *)&at, sizeof at);
    listen(listener, 1);
    at.sin_port = htons((in_port_t)own_port(listener));
    told("getsockname",
         connect(client, (struct sockaddr *)&at, sizeof at) == 0);
    told("getpeername", peer_port(client) == ntohs(at.sin_port));
    told("getsockopt", type_of(client) == SOCK_STREAM);
    told("getaddrinfo", family_of("127.0.0.1", "80") == AF_INET
                        && family_of("::1", "80") == AF_INET6);
    set_timeout(client, 500);
    told("settimeout", read_returns(client));
    printf("%d of 5\n", right);
    return right < 5;
}
