/*
 * upper: sends back in capitals what a client says; one client at a time.
 */
#include <arpa/inet.h>
#include <ctype.h>
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static int open_listener(const char *port)
{
    struct sockaddr_in at = { .sin_family = AF_INET };
    int fd = socket(AF_INET, SOCK_STREAM, 0), one = 1;

    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    at.sin_port = htons((in_port_t)atoi(port ? port : "8080"));
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (fd == -1 || bind(fd, (struct sockaddr *)&at, sizeof at) == -1
        || listen(fd, 5) == -1)
        err(EXIT_FAILURE, "listener");
    return fd;
}

static void serve(int client)
{
    char data[1024];
    ssize_t n;

    for (;;) {
        n = recv(client, data, sizeof data, 0);
        /* if (n == 0)
               break; */
        if (n == -1 && errno == ECONNRESET)
            break;
        if (n == -1)
            err(EXIT_FAILURE, "recv");
        printf("received: %.*s\n", (int)n, data);
        for (ssize_t i = 0; i < n; i++)
            data[i] = (char)toupper((unsigned char)data[i]);
        if (send(client, data, (size_t)n, 0) == -1)
            err(EXIT_FAILURE, "send");
    }
}

int main(void)
{
    int listener = open_listener(getenv("PORT"));

    for (;;) {
        int client = accept(listener, NULL, NULL);

        if (client == -1)
            err(EXIT_FAILURE, "accept");
        printf("connected\n");
        serve(client);
        close(client);
    }
}
