/*
 * brittle.c: an echo server that is right as long as every call does all that
 * it was asked, and never fails.
 *
 *     brittle right     not brittle at all
 *     brittle short     takes a short write for a whole one
 *     brittle byte      takes a read of one byte for a mistake
 *     brittle eintr     ends when poll is interrupted
 *     brittle eagain    closes a client that has nothing to read after all
 *     brittle accept    ends when accept fails
 *     brittle emfile    calls accept again at once, whatever it said
 *     brittle fragile   ends when a client's call fails
 *     brittle mixes     keeps what would not go in one place for all clients
 */
#include "listen.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { MAX_FDS = 64, BUFFER = 4096, REST_NS = 10000000 };

static const char *way;
static struct pollfd list[MAX_FDS];
static char buffer[BUFFER];

static struct owed {
    char bytes[BUFFER];
    size_t size, sent;
} owed[MAX_FDS];

static bool is(const char *wrong)
{
    return strcmp(way, wrong) == 0;
}

static struct owed *owed_to(int fd)
{
    return &owed[is("mixes") ? 0 : fd];
}

static void leave(int fd)
{
    close(fd);
    list[fd].fd = -1;
}

/* After a call that returned -1. */
static void consider(int fd)
{
    if (errno == EINTR || (errno == EAGAIN && !is("eagain")))
        return;
    if (errno != EAGAIN && is("fragile"))
        err(1, "client");
    leave(fd);
}

static void send_owed(int fd)
{
    struct owed *o = owed_to(fd);
    ssize_t n = write(fd, o->bytes + o->sent, o->size - o->sent);

    if (n == -1) {
        consider(fd);
        return;
    }
    o->sent += (size_t)n;
    if (o->sent == o->size || is("short"))
        o->size = o->sent = 0;
    list[fd].events = o->size > 0 ? POLLOUT : POLLIN;
}

static void answer(int fd, size_t n)
{
    struct owed *o = owed_to(fd);

    memcpy(o->bytes, buffer, n);
    o->size = n;
    o->sent = 0;
    send_owed(fd);
}

static void serve(int fd)
{
    ssize_t n = read(fd, buffer, sizeof buffer);

    if (n == -1)
        consider(fd);
    else if (n == 0)
        leave(fd);
    else if (n > 1 || !is("byte"))
        answer(fd, (size_t)n);
}

static void admit(int listener)
{
    int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK);

    if (fd >= 0 && fd < MAX_FDS)
        list[fd] = (struct pollfd){ .fd = fd, .events = POLLIN };
    else if (fd >= 0)
        close(fd);
    else if (errno != EAGAIN && is("accept"))
        err(1, "accept");
    else if (errno != EAGAIN && !is("emfile"))
        nanosleep(&(struct timespec){ .tv_nsec = REST_NS }, NULL);
}

int main(int argc, char **argv)
{
    int listener = open_listener();

    way = argc > 1 ? argv[1] : "right";
    fcntl(listener, F_SETFL, O_NONBLOCK);
    signal(SIGPIPE, SIG_IGN);
    for (int i = 0; i < MAX_FDS; i++)
        list[i].fd = -1;
    list[listener] = (struct pollfd){ .fd = listener, .events = POLLIN };
    for (;;) {
        if (poll(list, MAX_FDS, -1) == -1 && (errno != EINTR || is("eintr")))
            err(1, "poll");
        for (int fd = 0; fd < MAX_FDS; fd++) {
            if (list[fd].fd == -1 || list[fd].revents == 0)
                continue;
            if (fd == listener)
                admit(fd);
            else if (list[fd].events == POLLOUT)
                send_owed(fd);
            else
                serve(fd);
        }
    }
}
