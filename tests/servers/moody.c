/*
 * moody.c: an echo server for one client at a time.
 *
 *     moody crawls    answers a byte every 5 ms
 *     moody dies      ends with exit status 3 at the first message
 *     moody pauses    a child of its own stops it, and lets it go on, all the
 *                     time, and kills it if it does not stop; it waits in
 *                     poll(2), which is then begun again
 */
#include "listen.h"

#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { EVERY_NS = 2000000, LOOKS = 1000, IN_A_ROW = 3, DEATH = 3 };

static void nap(void)
{
    nanosleep(&(struct timespec){ .tv_nsec = EVERY_NS }, NULL);
}

/* proc(5): T, or t under a tracer. */
static bool is_stopped(pid_t pid)
{
    char path[40], state = '?';
    FILE *stat;

    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    stat = fopen(path, "re");
    if (!stat)
        return false;
    if (fscanf(stat, "%*d (%*[^)]) %c", &state) != 1)
        state = '?';
    fclose(stat);
    return state == 'T' || state == 't';
}

/* Several looks in a row: a tracer stops it often, but for a moment. */
static bool stays_stopped(pid_t pid)
{
    int row = 0;

    for (int look = 0; look < LOOKS && row < IN_A_ROW; look++) {
        nap();
        row = is_stopped(pid) ? row + 1 : 0;
    }
    return row == IN_A_ROW;
}

/* In a child, which ends with its parent. */
static void stop_and_go(pid_t parent)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    while (getppid() == parent) {
        kill(parent, SIGSTOP);
        if (!stays_stopped(parent))
            kill(parent, SIGKILL);
        kill(parent, SIGCONT);
        nap();
    }
    _exit(EXIT_SUCCESS);
}

static bool answer(int fd, const char *bytes, ssize_t n, bool crawls)
{
    for (ssize_t i = 0; crawls && i < n; i++) {
        nanosleep(&(struct timespec){ .tv_nsec = 5000000 }, NULL);
        if (write(fd, bytes + i, 1) != 1)
            return false;
    }
    return crawls || write(fd, bytes, (size_t)n) == n;
}

static void serve(int fd, bool dies, bool crawls)
{
    struct pollfd news = { .fd = fd, .events = POLLIN };
    char buffer[4096];
    ssize_t n = 1;

    while (n > 0 && poll(&news, 1, 10000) == 1) {
        n = read(fd, buffer, sizeof buffer);
        if (dies)
            _exit(DEATH);
        if (n > 0 && !answer(fd, buffer, n, crawls))
            break;
    }
    close(fd);
}

int main(int argc, char **argv)
{
    bool dies = argc > 1 && strcmp(argv[1], "dies") == 0;
    bool crawls = argc > 1 && strcmp(argv[1], "crawls") == 0;
    int listener = open_listener();
    pid_t self = getpid();

    signal(SIGPIPE, SIG_IGN);
    if (!dies && !crawls && fork() == 0)
        stop_and_go(self);
    for (;;) {
        int fd = accept(listener, NULL, NULL);

        if (fd != -1)
            serve(fd, dies, crawls);
    }
}
