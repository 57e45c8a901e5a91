/*
 * client: says hello to an echo server, and prints its answer, in six steps,
 * which stand in alphabetical order. Put `main` right.
 */
#include <arpa/inet.h>
#include <err.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static int fd = -1;

static void step_close(void)
{
    if (close(fd) == -1)
        err(EXIT_FAILURE, "close");
}

static void step_connect(void)
{
    const char *port = getenv("PORT");
    struct sockaddr_in at = { .sin_family = AF_INET };

    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    at.sin_port = htons((in_port_t)atoi(port ? port : "50007"));
    if (connect(fd, (struct sockaddr *)&at, sizeof at) == -1)
        err(EXIT_FAILURE, "connect");
}

/* Prints what came; false at end of file. */
static bool step_recv(void)
{
    char bytes[1024];
    ssize_t n = recv(fd, bytes, sizeof bytes, 0);

    if (n == -1)
        err(EXIT_FAILURE, "recv");
    return n > 0 && write(STDOUT_FILENO, bytes, (size_t)n) == n;
}

static void step_send(void)
{
    if (send(fd, "hello\n", 6, MSG_NOSIGNAL) == -1)
        err(EXIT_FAILURE, "send");
}

static void step_shutdown(void)
{
    if (shutdown(fd, SHUT_WR) == -1)
        err(EXIT_FAILURE, "shutdown");
}

static void step_socket(void)
{
    fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd == -1)
        err(EXIT_FAILURE, "socket");
}

int main(void)
{
    step_close();
    step_connect();
    step_recv();
    step_send();
    step_shutdown();
    step_socket();
}
