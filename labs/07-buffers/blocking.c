/*
 * blocking: a child writes 32 MiB in one call; the peer reads only when the
 * buffers are full and the child is asleep in its write.
 */
#include "../lab.h"

#include <sys/wait.h>

enum { MUCH = 32 << 20 };

static char bytes[MUCH];

static pid_t start_writer(int fd)
{
    pid_t child = fork();

    if (child == 0) {
        say("the one write", write(fd, bytes, MUCH));
        _exit(0);
    }
    return child;
}

/* Waits until no more goes into the connection: its buffers are full. */
static void await_full(int fd)
{
    struct pollfd room = { .fd = fd, .events = POLLOUT };

    while (poll(&room, 1, 0) == 1)
        continue;
}

int main(void)
{
    struct pair p = pair();
    pid_t writer = start_writer(p.client);
    size_t got = 0;
    ssize_t n;

    await_full(p.client);
    say("the buffers are full: has the writer ended",
        waitpid(writer, NULL, WNOHANG));
    close(p.client);
    while ((n = read(p.server, bytes, MUCH)) > 0)
        got += (size_t)n;
    say("the peer has read", (long)got);
}
