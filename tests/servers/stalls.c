/*
 * stalls.c: a right echo server that takes a nap of 200 ms every 2 s, as one
 * does that cleans up its memory, or waits for a disk.
 */
#include "listen.h"

#include <err.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { CLIENTS = 64 };

static struct pollfd list[CLIENTS + 1];
static int n = 1;

static void admit(void)
{
    int fd = accept(list[0].fd, NULL, NULL);

    if (fd == -1)
        return;
    if (n > CLIENTS) {
        close(fd);
        return;
    }
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &(int){ 1 }, sizeof(int));
    list[n++] = (struct pollfd){ .fd = fd, .events = POLLIN };
}

static void serve(int i)
{
    char bytes[4096];
    ssize_t got = read(list[i].fd, bytes, sizeof bytes);

    if (got > 0 && send(list[i].fd, bytes, (size_t)got, MSG_NOSIGNAL) == got)
        return;
    close(list[i].fd);
    list[i] = list[--n];
}

static void nap(void)
{
    static time_t last;
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    if (now.tv_sec < last + 2)
        return;
    if (last)
        nanosleep(&(struct timespec){ .tv_nsec = 200000000 }, NULL);
    last = now.tv_sec;
}

int main(void)
{
    list[0] = (struct pollfd){ .fd = open_listener(), .events = POLLIN };
    while (poll(list, (nfds_t)n, -1) != -1) {
        nap();
        for (int i = n - 1; i > 0; i--)
            if (list[i].revents)
                serve(i);
        if (list[0].revents)
            admit();
    }
    err(1, "poll");
}
