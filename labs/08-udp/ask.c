/*
 * ask PORT: asks a UDP echo server on 127.0.0.1 five questions.
 */
#include "../lab.h"

#include <stdbool.h>

static char sent[65507], got[65536];
static int right;

static int caller(int port)
{
    struct sockaddr_in at = address("127.0.0.1", port);
    int fd = socket(AF_INET, SOCK_DGRAM, 0);

    connect(fd, (struct sockaddr *)&at, sizeof at);
    return fd;
}

/* Sends a datagram, unless size is -1, and waits for an answer of `wanted`
 * bytes that are the same. */
static bool answered(int fd, ssize_t size, size_t wanted)
{
    struct pollfd news = { .fd = fd, .events = POLLIN };

    if (size >= 0 && send(fd, sent, (size_t)size, 0) == -1)
        return false;
    if (poll(&news, 1, 1000) != 1)
        return false;
    return recv(fd, got, sizeof got, 0) == (ssize_t)wanted
           && memcmp(sent, got, wanted) == 0;
}

static void told(const char *what, bool came)
{
    printf("%-31s %s\n", what, came ? "came back" : "did not come back");
    right += came;
}

int main(int argc, char **argv)
{
    int port = argc == 2 ? atoi(argv[1]) : 0;
    int a = caller(port), b = caller(port);

    for (size_t i = 0; i < sizeof sent; i++)
        sent[i] = (char)(i * 7 + i / 256);
    told("one byte", answered(a, 1, 1));
    told("1,472 bytes", answered(a, 1472, 1472));
    told("65,507 bytes, the most there is", answered(a, 65507, 65507));
    told("an empty datagram", answered(a, 0, 0) && answered(a, 1, 1));
    told("two clients, interleaved",
         send(a, sent, 10, 0) == 10 && send(b, sent, 20, 0) == 20
         && answered(a, -1, 10) && answered(b, -1, 20));
    printf("%d of 5\n", right);
    return right < 5;
}
