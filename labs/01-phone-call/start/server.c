/*
 * server: an echo server in seven steps, which stand in alphabetical order.
 * That is the wrong order. Each step is right; put `main` right.
 */
#include <arpa/inet.h>
#include <err.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static int listener = -1, client = -1;
static char bytes[65536];
static ssize_t n;               /* how many the last step_recv got */

static void step_accept(void)
{
    client = accept(listener, NULL, NULL);
    if (client == -1)
        err(EXIT_FAILURE, "accept");
}

static void step_bind(void)
{
    const char *port = getenv("PORT");
    struct sockaddr_in at = { .sin_family = AF_INET };
    int one = 1;

    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    at.sin_port = htons((in_port_t)atoi(port ? port : "50007"));
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(listener, (struct sockaddr *)&at, sizeof at) == -1)
        err(EXIT_FAILURE, "bind");
}

static void step_close(void)
{
    close(client);
}

static void step_listen(void)
{
    if (listen(listener, SOMAXCONN) == -1)
        err(EXIT_FAILURE, "listen");
}

/* false: end of file, or the client is gone. */
static bool step_recv(void)
{
    n = recv(client, bytes, sizeof bytes, 0);
    return n > 0;
}

static void step_send(void)
{
    send(client, bytes, (size_t)n, MSG_NOSIGNAL);
}

static void step_socket(void)
{
    listener = socket(AF_INET, SOCK_STREAM, 0);
    if (listener == -1)
        err(EXIT_FAILURE, "socket");
}

int main(void)
{
    step_accept();
    step_bind();
    step_close();
    step_listen();
    step_recv();
    step_send();
    step_socket();
}
