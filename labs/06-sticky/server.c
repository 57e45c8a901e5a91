/*
 * server: the smallest echo server. It serves one client, and ends.
 */
#include <arpa/inet.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static void send_all(int fd, const char *bytes, size_t size)
{
    while (size > 0) {
        ssize_t n = send(fd, bytes, size, MSG_NOSIGNAL);

        if (n == -1)
            err(EXIT_FAILURE, "send");
        bytes += n;
        size -= (size_t)n;
    }
}

int main(void)
{
    const char *port = getenv("PORT");
    struct sockaddr_in at = { .sin_family = AF_INET }, caller;
    socklen_t size = sizeof caller;
    int listener = socket(AF_INET, SOCK_STREAM, 0), client, one = 1;
    char data[1024];
    ssize_t n;

    at.sin_port = htons((in_port_t)atoi(port ? port : "50007"));
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(listener, (struct sockaddr *)&at, sizeof at) == -1
        || listen(listener, 1) == -1)
        err(EXIT_FAILURE, "listener");
    client = accept(listener, (struct sockaddr *)&caller, &size);
    printf("called from %s\n", inet_ntoa(caller.sin_addr));
    while ((n = recv(client, data, sizeof data, 0)) > 0)
        send_all(client, data, (size_t)n);
    if (n == -1)
        err(EXIT_FAILURE, "recv");
    close(client);
    close(listener);
}
