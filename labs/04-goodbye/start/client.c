/*
 * client: calls HOST and PORT, says hello, and names the way in which the
 * other end took its leave: polite, rude or half. For now it believes that
 * all the world is polite.
 */
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static int call(const char *host, const char *port)
{
    struct sockaddr_in at = { .sin_family = AF_INET };
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    if (fd == -1 || !host || !port
        || inet_pton(AF_INET, host, &at.sin_addr) != 1)
        errx(EXIT_FAILURE, "HOST and PORT must name the server");
    at.sin_port = htons((in_port_t)atoi(port));
    if (connect(fd, (struct sockaddr *)&at, sizeof at) == -1)
        err(EXIT_FAILURE, "connect");
    return fd;
}

/* What did the other end do? Ask with read, write and poll. */
static const char *ending(int fd)
{
    char byte;

    if (read(fd, &byte, 1) == 0)
        return "polite";
    return "polite";
}

int main(void)
{
    int fd = call(getenv("HOST"), getenv("PORT"));

    if (write(fd, "hello\n", 6) != 6)
        err(EXIT_FAILURE, "write");
    puts(ending(fd));
}
