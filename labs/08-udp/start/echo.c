/*
 * echo: an echo server by UDP, written as if for TCP.
 */
#include <arpa/inet.h>
#include <err.h>
#include <stdlib.h>
#include <sys/socket.h>

int main(void)
{
    const char *port = getenv("PORT");
    struct sockaddr_in at = { .sin_family = AF_INET }, client;
    socklen_t size = sizeof client;
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    char data[1024];
    ssize_t n;

    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    at.sin_port = htons((in_port_t)atoi(port ? port : "50007"));
    if (bind(fd, (struct sockaddr *)&at, sizeof at) == -1)
        err(EXIT_FAILURE, "bind");
    for (;;) {
        /* Which client calls? We are connected to it until it has finished. */
        if (recvfrom(fd, data, 0, MSG_PEEK, (struct sockaddr *)&client,
                     &size) == -1
            || connect(fd, (struct sockaddr *)&client, size) == -1)
            err(EXIT_FAILURE, "client");
        while ((n = recv(fd, data, sizeof data, 0)) > 0)
            send(fd, data, (size_t)n, 0);
        client.sin_family = AF_UNSPEC;
        connect(fd, (struct sockaddr *)&client, sizeof client);
    }
}
