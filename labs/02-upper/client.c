/*
 * client: what you type goes to the server, and what comes back is printed.
 */
#include <arpa/inet.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int call(const char *host, const char *port)
{
    struct sockaddr_in at = { .sin_family = AF_INET };
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    inet_pton(AF_INET, host ? host : "127.0.0.1", &at.sin_addr);
    at.sin_port = htons((in_port_t)atoi(port ? port : "8080"));
    if (connect(fd, (struct sockaddr *)&at, sizeof at) == -1)
        err(EXIT_FAILURE, "connect");
    return fd;
}

/* Asks for a line, without blanks at its ends; NULL at end of input. */
static char *ask(char *line, int size)
{
    char *end;

    printf(">>:");
    fflush(stdout);
    if (!fgets(line, size, stdin))
        return NULL;
    line += strspn(line, " \t\r\n");
    for (end = line + strlen(line); end > line && strchr(" \t\r\n", end[-1]);)
        *--end = '\0';
    return line;
}

int main(void)
{
    int server = call(getenv("HOST"), getenv("PORT"));
    char space[1024], data[1024], *line;
    ssize_t n;

    while ((line = ask(space, sizeof space))) {
        if (*line == '\0')
            continue;
        if (send(server, line, strlen(line), 0) == -1)
            err(EXIT_FAILURE, "send");
        n = recv(server, data, sizeof data, 0);
        if (n == -1)
            err(EXIT_FAILURE, "recv");
        printf("%.*s\n", (int)n, data);
    }
    close(server);
}
