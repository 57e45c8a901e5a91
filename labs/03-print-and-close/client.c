/*
 * client: sends one line, and closes. It does not wait for an answer.
 */
#include <err.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    char own[256];
    const char *host = getenv("HOST"), *port = getenv("PORT");
    const char *text = argc > 1 ? argv[1] : "hello, server";
    struct addrinfo want = { .ai_family = AF_INET,
                             .ai_socktype = SOCK_STREAM }, *found;
    int server = socket(AF_INET, SOCK_STREAM, 0);

    gethostname(own, sizeof own);
    if (getaddrinfo(host ? host : own, port ? port : "8099", &want, &found))
        errx(EXIT_FAILURE, "no such host");
    if (connect(server, found->ai_addr, found->ai_addrlen) == -1)
        err(EXIT_FAILURE, "connect");
    if (send(server, text, strlen(text), 0) == -1)
        err(EXIT_FAILURE, "send");
    close(server);
}
