/*
 * faulty.c: an echo server with the faults that you ask for, to test clients
 * with. README.md beside this file says what each of them does.
 *
 *     echo-faulty delay=200ms,reset-after=4096
 *
 * A thread a client, and nothing clever: it must be right about being wrong.
 */
#include "listen.h"

#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { NEVER = -1 };

/* What is counted counts the bytes of one connection. */
static struct {
    long delay_ms, dribble_ms;
    long corrupt, truncate, close_after, reset_after, refuse_after;
    bool silent;
} fault = {
    .corrupt = NEVER, .truncate = NEVER, .close_after = NEVER,
    .reset_after = NEVER, .refuse_after = NEVER
};

static const struct {
    const char *name;
    long *value;
    const char *unit;           /* what may follow the number */
} faults[] = {
    { "delay", &fault.delay_ms, "ms" },
    { "dribble", &fault.dribble_ms, "ms" },
    { "corrupt", &fault.corrupt, "" },
    { "truncate", &fault.truncate, "" },
    { "close-after", &fault.close_after, "" },
    { "reset-after", &fault.reset_after, "" },
    { "refuse-after", &fault.refuse_after, "" },
};

static _Noreturn void refuse(const char *word)
{
    errx(2, "'%.40s': must be one of delay=MS, dribble=MS, corrupt=OFFSET, "
         "truncate=N, close-after=N, reset-after=N, refuse-after=N, silent",
         word);
}

static void read_fault(char *word)
{
    size_t name = strcspn(word, "=");
    char *end = word;

    if (strcmp(word, "silent") == 0) {
        fault.silent = true;
        return;
    }
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        if (strlen(faults[i].name) != name || word[name] != '='
            || strncmp(faults[i].name, word, name) != 0)
            continue;
        *faults[i].value = strtol(word + name + 1, &end, 10);
        if (end > word + name + 1 && *faults[i].value >= 0
            && (*end == '\0' || strcmp(end, faults[i].unit) == 0))
            return;
    }
    refuse(word);
}

static void nap(long ms)
{
    struct timespec t = { ms / 1000, ms % 1000 * 1000000 };

    if (ms > 0)
        nanosleep(&t, NULL);
}

/* Returns 0, or -1 when the client has gone. */
static int send_all(int fd, const char *bytes, long n)
{
    for (long sent = 0; sent < n;) {
        size_t piece = fault.dribble_ms ? 1 : (size_t)(n - sent);
        ssize_t went = send(fd, bytes + sent, piece, MSG_NOSIGNAL);
        if (went <= 0)
            return -1;
        sent += went;
        nap(fault.dribble_ms);
    }
    return 0;
}

/* How many of n bytes from offset `at` on are below the limit. */
static long below(long limit, long at, long n)
{
    return limit == NEVER || at + n <= limit ? n : at < limit ? limit - at : 0;
}

/* The answer to the n bytes from offset `at` on. Returns -1 when the
 * connection is over. */
static int answer(int fd, char *bytes, long at, long n)
{
    long end = below(fault.close_after, at, below(fault.reset_after, at, n));

    nap(fault.delay_ms);
    if (fault.corrupt >= at && fault.corrupt < at + n)
        bytes[fault.corrupt - at] ^= 0x20;      /* a letter's other case */
    if (!fault.silent
        && send_all(fd, bytes, below(fault.truncate, at, end)) == -1)
        return -1;
    return end < n || at + n == fault.close_after
        || at + n == fault.reset_after ? -1 : 0;
}

/* Bytes that are not read when a socket is closed make of its FIN an RST. */
static void hang_up(int fd, bool reset)
{
    struct linger at_once = { .l_onoff = 1 };
    char bytes[4096];

    if (reset) {
        setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    } else {
        shutdown(fd, SHUT_WR);
        while (read(fd, bytes, sizeof bytes) > 0)
            continue;
    }
    close(fd);
}

static void *serve(void *client)
{
    int fd = (int)(intptr_t)client;
    char bytes[65536];
    long at = 0;
    ssize_t n = 1;

    if (fault.close_after != 0 && fault.reset_after != 0)
        while ((n = read(fd, bytes, sizeof bytes)) > 0
               && answer(fd, bytes, at, n) == 0)
            at += n;
    hang_up(fd, n > 0 && fault.reset_after != NEVER
            && (fault.close_after == NEVER
                || fault.reset_after <= fault.close_after));
    return NULL;
}

static void quit(int signal)
{
    (void)signal;
    _exit(0);
}

static int listen_and_say(void)
{
    int listener = open_listener();
    struct sockaddr_in here;
    socklen_t size = sizeof here;

    getsockname(listener, (struct sockaddr *)&here, &size);
    printf("listening on 127.0.0.1 port %d\n", ntohs(here.sin_port));
    fflush(stdout);
    return listener;
}

int main(int argc, char **argv)
{
    pthread_t thread;

    for (char *word; argc > 1 && (word = strsep(&argv[1], ","));)
        if (*word)
            read_fault(word);
    signal(SIGTERM, quit);
    signal(SIGINT, quit);
    int listener = listen_and_say();
    for (long clients = 0; clients != fault.refuse_after;) {
        int fd = accept_client(listener);
        if (fd == -1)
            continue;
        clients++;
        if (pthread_create(&thread, NULL, serve, (void *)(intptr_t)fd) != 0)
            close(fd);
        else
            pthread_detach(thread);
    }
    close(listener);
    for (;;)
        pause();
}
