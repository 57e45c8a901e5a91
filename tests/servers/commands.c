/*
 * commands.c: an echo server, a thread a client, that takes some of the text
 * it is sent for more than text.
 */
#include "listen.h"
#include "ways.h"

#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <unistd.h>

enum { QUITS, STRIPS, SKIPS, SILENT };

static const struct way ways[] = {
    [QUITS] = { "quits", "hangs up on a client that sends quit" },
    [STRIPS] = { "strips", "answers a line without the blanks around it" },
    [SKIPS] = { "skips", "does not answer an empty line" },
    [SILENT] = { "silent", "answers nothing at all" },
    { 0 },
};

static int way;

static bool is_line(const char *bytes, ssize_t n)
{
    return n > 0 && n < 100 && bytes[n - 1] == '\n';
}

/* "  a line  \n" becomes "a line\n". */
static ssize_t strip(char *line, ssize_t n)
{
    ssize_t from = 0;

    while (n > 1 && strchr(" \t\r", line[n - 2]))
        n--;
    while (from < n - 1 && strchr(" \t", line[from]))
        from++;
    memmove(line, line + from, (size_t)(n - from));
    line[n - from - 1] = '\n';
    return n - from;
}

/* How much of what came is answered; -1: the client must go. */
static ssize_t answer(char *bytes, ssize_t n)
{
    if (way == SILENT)
        return 0;
    if (!is_line(bytes, n))
        return n;
    if (way == QUITS && strncasecmp(bytes, "quit", 4) == 0)
        return -1;
    if (way == SKIPS && n == 1)
        return 0;
    return way == STRIPS ? strip(bytes, n) : n;
}

static void *serve(void *client)
{
    int fd = (int)(intptr_t)client;
    char bytes[4096];
    ssize_t n;

    while ((n = read(fd, bytes, sizeof bytes)) > 0
           && (n = answer(bytes, n)) >= 0)
        for (ssize_t sent = 0, more; sent < n; sent += more)
            if ((more = write(fd, bytes + sent, (size_t)(n - sent))) <= 0)
                break;
    close(fd);
    return NULL;
}

int main(int argc, char **argv)
{
    int listener = open_listener();

    way = find_way(ways, argc, argv);
    signal(SIGPIPE, SIG_IGN);
    for (;;) {
        pthread_t thread;
        int fd = accept_client(listener);

        if (fd >= 0 && pthread_create(&thread, NULL, serve,
                                      (void *)(intptr_t)fd) == 0)
            pthread_detach(thread);
    }
}
