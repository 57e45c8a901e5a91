/*
 * deaf.c: an echo server around select(2) that is told to look at the
 * descriptors up to the newest one, though an older one may be higher.
 */
#include "listen.h"

#include <signal.h>
#include <sys/select.h>
#include <unistd.h>

static fd_set all;

static void serve(int fd)
{
    char bytes[4096];
    ssize_t n = read(fd, bytes, sizeof bytes);

    if (n > 0 && send(fd, bytes, (size_t)n, MSG_NOSIGNAL) == n)
        return;
    FD_CLR(fd, &all);
    close(fd);
}

int main(void)
{
    int listener = open_listener(), newest = listener;

    FD_SET(listener, &all);
    for (;;) {
        fd_set news = all;

        if (select(newest + 1, &news, NULL, NULL, NULL) == -1)
            err(1, "select");
        for (int fd = 0; fd < FD_SETSIZE; fd++) {
            if (!FD_ISSET(fd, &news))
                continue;
            if (fd != listener) {
                serve(fd);
            } else if ((newest = accept_client(listener)) >= 0) {
                FD_SET(newest, &all);
            }
        }
    }
}
