/*
 * edge: 8,192 bytes come, and 2,048 are read. What tells of the rest?
 */
#include "../lab.h"

#include <sys/epoll.h>

static char bytes[8192];

static int watcher(int fd, unsigned events)
{
    struct epoll_event e = { .events = events };
    int epoll = epoll_create1(0);

    if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &e) == -1)
        err(EXIT_FAILURE, "epoll_ctl");
    return epoll;
}

static int news(int epoll)
{
    struct epoll_event e;

    return epoll_wait(epoll, &e, 1, 0);
}

int main(void)
{
    struct pair p = pair();
    int level = watcher(p.server, EPOLLIN);
    int edge = watcher(p.server, EPOLLIN | EPOLLET);

    say("write", write(p.client, bytes, 8192));
    await_bytes(p.server, 8192);
    say("level-triggered: how many have news", news(level));
    say("edge-triggered:  how many have news", news(edge));
    say("read, with room for 2048", read(p.server, bytes, 2048));
    say("level-triggered", news(level));
    say("edge-triggered", news(edge));
    say("write one byte more", write(p.client, bytes, 1));
    await_bytes(p.server, 6145);
    say("level-triggered", news(level));
    say("edge-triggered", news(edge));
}
