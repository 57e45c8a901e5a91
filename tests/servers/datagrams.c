/*
 * datagrams.c: a UDP echo server that is right, or wrong in one way.
 *
 *     datagrams WAY
 */
#include <err.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum { MOST = 65536 };

static char bytes[MOST];
static struct sockaddr_in client;

/* On 127.0.0.1, and the port that PORT names; 0: any. */
static int open_socket(const char *port)
{
    struct sockaddr_in here = {
        .sin_family = AF_INET,
        .sin_port = htons((in_port_t)atoi(port ? port : "0")),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    int fd = socket(AF_INET, SOCK_DGRAM, 0);

    if (fd == -1 || bind(fd, (struct sockaddr *)&here, sizeof here) == -1)
        err(EXIT_FAILURE, "socket");
    return fd;
}

static void answer(int fd, size_t n)
{
    sendto(fd, bytes, n, 0, (struct sockaddr *)&client, sizeof client);
}

static void right(int fd, size_t n)
{
    answer(fd, n);
}

/* Its buffer is that of a tutorial. */
static void truncates(int fd, size_t n)
{
    answer(fd, n < 1024 ? n : 1024);
}

/* Answers from a socket of its own, as a server may by TCP. */
static void other_port(int fd, size_t n)
{
    static int other = -1;

    (void)fd;
    if (other == -1)
        other = open_socket("0");
    answer(other, n);
}

static void drops(int fd, size_t n)
{
    static int count;

    if (++count % 3 != 0)
        answer(fd, n);
}

static void twice(int fd, size_t n)
{
    answer(fd, n);
    answer(fd, n);
}

/* A client is answered when the next datagram comes. */
static void late(int fd, size_t n)
{
    static char before[MOST];
    static size_t size;
    static struct sockaddr_in other;

    if (other.sin_family == AF_INET)
        sendto(fd, before, size, 0, (struct sockaddr *)&other, sizeof other);
    memcpy(before, bytes, n);
    size = n;
    other = client;
}

/* An empty datagram is taken for end of file. */
static void ends(int fd, size_t n)
{
    if (n == 0)
        exit(EXIT_SUCCESS);
    answer(fd, n);
}

/* The first client that calls is its only one. */
static void loyal(int fd, size_t n)
{
    connect(fd, (struct sockaddr *)&client, sizeof client);
    send(fd, bytes, n, 0);
}

/* What it has read is text. */
static void text(int fd, size_t n)
{
    answer(fd, strnlen(bytes, n));
}

static void silent(int fd, size_t n)
{
    (void)fd;
    (void)n;
}

static const struct {
    const char *name;
    void (*serve)(int fd, size_t n);
} ways[] = {
    { "right", right }, { "truncates", truncates },
    { "other-port", other_port },
    { "drops", drops }, { "twice", twice }, { "late", late }, { "ends", ends },
    { "loyal", loyal }, { "text", text }, { "silent", silent }, { NULL, NULL },
};

int main(int argc, char **argv)
{
    int way = 0, fd = open_socket(getenv("PORT"));

    while (ways[way].name && (argc < 2 || strcmp(ways[way].name, argv[1]) != 0))
        way++;
    if (!ways[way].name)
        errx(EXIT_FAILURE, "no such way");
    for (;;) {
        socklen_t size = sizeof client;
        ssize_t n = recvfrom(fd, bytes, sizeof bytes, 0,
                             (struct sockaddr *)&client, &size);

        if (n == -1)
            err(EXIT_FAILURE, "recvfrom");
        ways[way].serve(fd, (size_t)n);
    }
}
