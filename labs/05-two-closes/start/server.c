/*
 * server: an echo server with a process for each client. SIGUSR1 is to mean
 * "last orders": no other comes in, those inside are served to their end,
 * and then the server ends with status 0. As it is, SIGUSR1 kills it.
 */
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static int open_listener(void)
{
    const char *port = getenv("PORT");
    struct sockaddr_in at = { .sin_family = AF_INET };
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    int one = 1;

    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    at.sin_port = htons((in_port_t)atoi(port ? port : "50007"));
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (fd == -1 || bind(fd, (struct sockaddr *)&at, sizeof at) == -1
        || listen(fd, SOMAXCONN) == -1)
        err(EXIT_FAILURE, "port %s", port ? port : "50007");
    return fd;
}

static void echo(int client)
{
    static char bytes[65536];
    ssize_t got, sent, n;

    while ((got = read(client, bytes, sizeof bytes)) > 0)
        for (sent = 0; sent < got; sent += n)
            if ((n = write(client, bytes + sent, (size_t)(got - sent))) <= 0)
                return;
}

/* A child serves it; the parent keeps no descriptor of it. */
static void serve(int client)
{
    pid_t child = fork();

    if (child == 0) {
        echo(client);
        _exit(0);
    }
    close(client);
}

int main(void)
{
    int listener = open_listener();

    signal(SIGPIPE, SIG_IGN);
    signal(SIGCHLD, SIG_IGN);   /* the kernel reaps the children */
    for (;;) {
        int client = accept(listener, NULL, NULL);

        if (client >= 0)
            serve(client);
        else if (errno != EINTR && errno != ECONNABORTED)
            err(EXIT_FAILURE, "accept");
    }
}
