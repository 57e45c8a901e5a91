/*
 * edge: capitals for many clients at once, by an epoll that tells each change
 * once (EPOLLET). It is told of a client when there is news, and then reads
 * once, and writes once.
 */
#include <arpa/inet.h>
#include <ctype.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MAX_FDS = 16384, MAX_NEWS = 64, BUFFER = 65536 };

static struct client {
    char *owed;                 /* what would not go; NULL: nothing */
    size_t size, sent;          /* its length, and how much of it went since */
} clients[MAX_FDS];             /* by descriptor */

static char buffer[BUFFER];
static int interest, spare;

static int open_listener(const char *port)
{
    struct sockaddr_in at = { .sin_family = AF_INET };
    struct rlimit files;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), one = 1;

    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    at.sin_port = htons((in_port_t)atoi(port ? port : "50007"));
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (fd == -1 || bind(fd, (struct sockaddr *)&at, sizeof at) == -1
        || listen(fd, SOMAXCONN) == -1)
        err(EXIT_FAILURE, "port %s", port ? port : "50007");
    return fd;
}

static void watch(int fd, unsigned events)
{
    struct epoll_event e = { .events = events, .data.fd = fd };

    if (epoll_ctl(interest, EPOLL_CTL_ADD, fd, &e) == -1)
        err(EXIT_FAILURE, "epoll_ctl");
}

/* Out of descriptors: the spare one is given up to turn the caller away. */
static void turn_away(int listener)
{
    close(spare);
    close(accept(listener, NULL, NULL));
    spare = open("/dev/null", O_RDONLY);
}

static void admit(int listener)
{
    int fd, one = 1;

    while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
        if (fd >= MAX_FDS) {
            close(fd);
            continue;
        }
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        watch(fd, EPOLLIN | EPOLLOUT | EPOLLET);
    }
    if (errno == EMFILE)
        turn_away(listener);
}

static void hang_up(int fd)
{
    free(clients[fd].owed);
    clients[fd] = (struct client){ 0 };
    close(fd);
}

/* What went, 0 if nothing would; -1: the client is gone. */
static ssize_t send_some(int fd, const char *bytes, size_t size)
{
    ssize_t n = write(fd, bytes, size);

    return n == -1 && errno == EAGAIN ? 0 : n;
}

/* Sends what is owed. false: the client is gone. */
static bool pay(int fd)
{
    struct client *c = &clients[fd];
    ssize_t n = send_some(fd, c->owed + c->sent, c->size - c->sent);

    if (n == -1)
        return false;
    c->sent += (size_t)n;
    if (c->sent == c->size) {
        free(c->owed);
        c->owed = NULL;
    }
    return true;
}

/* Reads, answers in capitals, and keeps what will not go. */
static bool answer(int fd)
{
    struct client *c = &clients[fd];
    ssize_t got = read(fd, buffer, BUFFER), n;

    if (got <= 0)
        return got == -1 && errno == EAGAIN;
    for (ssize_t i = 0; i < got; i++)
        buffer[i] = (char)toupper((unsigned char)buffer[i]);
    n = send_some(fd, buffer, (size_t)got);
    if (n == -1 || n == got)
        return n == got;
    c->size = (size_t)(got - n);
    c->sent = 0;
    c->owed = malloc(c->size);
    if (c->owed)
        memcpy(c->owed, buffer + n, c->size);
    return c->owed;
}

/* News of a client: it gets its turn. */
static void serve(int fd)
{
    if (!(clients[fd].owed ? pay(fd) : answer(fd)))
        hang_up(fd);
}

int main(void)
{
    struct epoll_event news[MAX_NEWS];
    int listener = open_listener(getenv("PORT"));

    signal(SIGPIPE, SIG_IGN);
    spare = open("/dev/null", O_RDONLY);
    interest = epoll_create1(0);
    watch(listener, EPOLLIN);           /* level-triggered */
    for (;;) {
        int ready = epoll_wait(interest, news, MAX_NEWS, -1);

        for (int i = 0; i < ready; i++) {
            if (news[i].data.fd == listener)
                admit(listener);
            else
                serve(news[i].data.fd);
        }
    }
}
