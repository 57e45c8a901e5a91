/*
 * receive FILE: listens on PORT, takes one file, and answers "whole" or "cut
 * off": see send.c. Here the length is read, and then forgotten.
 */
#include <arpa/inet.h>
#include <endian.h>
#include <err.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static int take_call(const char *port)
{
    struct sockaddr_in at = { .sin_family = AF_INET };
    int listener = socket(AF_INET, SOCK_STREAM, 0), one = 1;

    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    at.sin_port = htons((in_port_t)atoi(port ? port : "50007"));
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (listener == -1
        || bind(listener, (struct sockaddr *)&at, sizeof at) == -1
        || listen(listener, 1) == -1)
        err(EXIT_FAILURE, "listener");
    return accept(listener, NULL, NULL);
}

static const char *receive(int client, int file)
{
    char bytes[65536];
    uint64_t length;
    ssize_t n;

    if (read(client, &length, sizeof length) != sizeof length)
        return "cut off\n";
    length = be64toh(length);
    while ((n = read(client, bytes, sizeof bytes)) > 0)
        if (write(file, bytes, (size_t)n) != n)
            err(EXIT_FAILURE, "file");
    return "whole\n";
}

int main(int argc, char **argv)
{
    int client = take_call(getenv("PORT"));
    int file = open(argc > 1 ? argv[1] : "/dev/null",
                    O_WRONLY | O_CREAT | O_TRUNC, 0666);

    if (client == -1 || file == -1)
        err(EXIT_FAILURE, "cannot start");
    dprintf(client, "%s", receive(client, file));
}
