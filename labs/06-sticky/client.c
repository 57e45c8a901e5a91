/*
 * client: sends what it is given, receives once, and prints that.
 */
#include <arpa/inet.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    const char *host = getenv("HOST"), *port = getenv("PORT");
    const char *text = argc > 1 ? argv[1] : "Hello, world";
    struct sockaddr_in at = { .sin_family = AF_INET };
    int server = socket(AF_INET, SOCK_STREAM, 0);
    char data[1024];
    ssize_t n;

    inet_pton(AF_INET, host ? host : "127.0.0.1", &at.sin_addr);
    at.sin_port = htons((in_port_t)atoi(port ? port : "50007"));
    if (connect(server, (struct sockaddr *)&at, sizeof at) == -1)
        err(EXIT_FAILURE, "connect");
    if (send(server, text, strlen(text), 0) == -1)
        err(EXIT_FAILURE, "send");
    n = recv(server, data, sizeof data, 0);
    if (n == -1)
        err(EXIT_FAILURE, "recv");
    close(server);
    printf("received '%.*s'\n", (int)n, data);
}
