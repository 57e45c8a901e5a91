/*
 * print: takes a client's message, prints it, and closes. Nothing is sent back.
 */
#include <err.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static int open_listener(const char *host, const char *port)
{
    struct addrinfo want = { .ai_family = AF_INET, .ai_flags = AI_PASSIVE,
                             .ai_socktype = SOCK_STREAM }, *found;
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    if (getaddrinfo(host, port, &want, &found) != 0)
        errx(EXIT_FAILURE, "%s: no such name", host);
    if (bind(fd, found->ai_addr, found->ai_addrlen) == -1
        || listen(fd, 10) == -1)
        err(EXIT_FAILURE, "%s port %s", host, port);
    freeaddrinfo(found);
    return fd;
}

int main(void)
{
    char own[256], msg[1024];
    const char *host = getenv("HOST"), *port = getenv("PORT");
    int listener;

    gethostname(own, sizeof own);
    listener = open_listener(host ? host : own, port ? port : "8099");
    for (;;) {
        int client = accept(listener, NULL, NULL);
        ssize_t n = recv(client, msg, sizeof msg, 0);

        if (n == -1)
            err(EXIT_FAILURE, "recv");
        printf("%.*s\n", (int)n, msg);
        fflush(stdout);
        close(client);
    }
}
