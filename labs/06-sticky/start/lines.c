/*
 * lines: answers each line with its length, and a newline. Here each recv is
 * taken for a line.
 */
#include <arpa/inet.h>
#include <err.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static int open_listener(const char *port)
{
    struct sockaddr_in at = { .sin_family = AF_INET };
    int fd = socket(AF_INET, SOCK_STREAM, 0), one = 1;

    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    at.sin_port = htons((in_port_t)atoi(port ? port : "50007"));
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (fd == -1 || bind(fd, (struct sockaddr *)&at, sizeof at) == -1
        || listen(fd, SOMAXCONN) == -1)
        err(EXIT_FAILURE, "listener");
    return fd;
}

static void serve(int client)
{
    char data[1024];
    ssize_t n;

    while ((n = recv(client, data, sizeof data, 0)) > 0) {
        if (data[n - 1] == '\n')
            n--;
        if (dprintf(client, "%zd\n", n) < 0)
            return;
    }
}

int main(void)
{
    int listener = open_listener(getenv("PORT"));

    signal(SIGPIPE, SIG_IGN);
    for (;;) {
        int client = accept(listener, NULL, NULL);

        if (client == -1)
            err(EXIT_FAILURE, "accept");
        serve(client);
        close(client);
    }
}
