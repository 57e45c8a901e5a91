/*
 * replies.c: a server, a thread a client, that answers lines with their
 * lengths, or nothing; each time with a mistake.
 */
#include "listen.h"
#include "ways.h"

#include <err.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <unistd.h>

enum { RECV, HALF, EMPTY, STRLEN, SHORT, DECODES, ONCE, HASTY };

static const struct way ways[] = {
    [RECV] = { "recv", "takes each recv for a line" },
    [HALF] = { "half", "answers half a line at end of file" },
    [EMPTY] = { "empty", "does not answer an empty line" },
    [STRLEN] = { "strlen", "counts up to NUL" },
    [SHORT] = { "short", "takes 65536 bytes for a line, if no newline comes" },
    [DECODES] = { "decodes", "no answer; ends when a recv is no UTF-8" },
    [ONCE] = { "once", "no answer; closes after one recv" },
    [HASTY] = { "hasty", "no answer; ends when a client resets" },
    { 0 },
};

static int way;

static void answer(int fd, const char *line, size_t n)
{
    if (n > 0 || way != EMPTY)
        dprintf(fd, "%zu\n", way == STRLEN ? strnlen(line, n) : n);
}

/* Answers all lines in text[0] to text[n - 1]; returns what is left. */
static size_t answer_lines(int fd, char *text, size_t n)
{
    char *line = text, *end;

    while ((end = memchr(line, '\n', n))) {
        answer(fd, line, (size_t)(end - line));
        n -= (size_t)(end + 1 - line);
        line = end + 1;
    }
    memmove(text, line, n);
    if (way == RECV && n > 0)
        answer(fd, text, n);
    return way == RECV ? 0 : n;
}

static void serve_lines(int fd)
{
    size_t room = way == SHORT ? 65536 : 1 << 21, n = 0;
    char *text = malloc(room);
    ssize_t came;

    while ((came = read(fd, text + n, room - n)) > 0) {
        n = answer_lines(fd, text, n + (size_t)came);
        if (n == room) {
            answer(fd, text, n);
            n = 0;
        }
    }
    if (way == HALF && n > 0)
        answer(fd, text, n);
    free(text);
}

/* Does it begin and end with a whole character, and hold none of 0xff? */
static bool is_text(const unsigned char *bytes, ssize_t n)
{
    return (bytes[0] & 0xc0) != 0x80 && !memchr(bytes, 0xff, (size_t)n)
        && bytes[n - 1] < 0xc0 && (n < 2 || bytes[n - 2] < 0xe0);
}

static void serve_nothing(int fd)
{
    unsigned char bytes[1024];
    ssize_t n;

    while ((n = read(fd, bytes, sizeof bytes)) > 0 && way != ONCE)
        if (way == DECODES && !is_text(bytes, n))
            errx(1, "UnicodeDecodeError");
    if (n == -1 && way == HASTY)
        err(1, "read");
}

static void *serve(void *client)
{
    int fd = (int)(intptr_t)client;

    if (way < DECODES)
        serve_lines(fd);
    else
        serve_nothing(fd);
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
