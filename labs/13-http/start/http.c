/*
 * http: answers each request with the same page, and hangs up: a poll loop for
 * many clients, which takes what recv gave for a request.
 */
#include <arpa/inet.h>
#include <err.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MAX_FDS = 1024 };

static struct pollfd list[MAX_FDS];
static nfds_t n;                /* of them */

static int open_listener(const char *port)
{
    struct sockaddr_in at = { .sin_family = AF_INET };
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), one = 1;

    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    at.sin_port = htons((in_port_t)atoi(port ? port : "50007"));
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (fd == -1 || bind(fd, (struct sockaddr *)&at, sizeof at) == -1
        || listen(fd, SOMAXCONN) == -1)
        err(EXIT_FAILURE, "port %s", port ? port : "50007");
    return fd;
}

static void watch(int fd)
{
    if (n < MAX_FDS)
        list[n++] = (struct pollfd){ .fd = fd, .events = POLLIN };
    else
        close(fd);
}

/* Answers one client, and hangs up. */
static void serve(int fd)
{
    static const char page[] = "<h1>Hello, world</h1>\n";
    char request[4096], head[128];

    if (read(fd, request, sizeof request) > 0) {
        snprintf(head, sizeof head, "HTTP/1.1 200 OK\r\n\r\n");
        if (write(fd, head, strlen(head)) == -1
            || write(fd, page, strlen(page)) == -1)
            warn("write");
    }
    close(fd);
}

int main(void)
{
    int listener = open_listener(getenv("PORT"));

    signal(SIGPIPE, SIG_IGN);
    watch(listener);
    while (poll(list, n, -1) > 0) {
        for (nfds_t i = n; i-- > 1;) {
            if (!list[i].revents)
                continue;
            serve(list[i].fd);
            list[i] = list[--n];
        }
        if (list[0].revents)
            watch(accept(listener, NULL, NULL));
    }
}
