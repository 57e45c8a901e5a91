/*
 * hangs-up.c: an echo server that leaves in the middle of a talk.
 *
 *     hangs-up fin    answers once, sends end of file, and listens on in vain
 *     hangs-up rst    answers once, and resets
 *     hangs-up not    answers once, and turns to the next client
 */
#include "listen.h"

#include <err.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static char buffer[65536];

static ssize_t answer(int client)
{
    ssize_t n = read(client, buffer, sizeof buffer);

    if (n > 0 && send(client, buffer, (size_t)n, MSG_NOSIGNAL) == -1)
        warn("send");
    return n;
}

static void answer_once(int client, bool reset)
{
    struct linger now = { .l_onoff = reset, .l_linger = 0 };
    ssize_t n = answer(client);

    if (!reset)
        shutdown(client, SHUT_WR);
    while (!reset && n > 0)
        n = read(client, buffer, sizeof buffer);
    setsockopt(client, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    close(client);
}

int main(int argc, char **argv)
{
    int listener = open_listener();
    int client;

    while ((client = accept(listener, NULL, NULL)) != -1)
        if (argc > 1 && strcmp(argv[1], "not") == 0)
            answer(client);
        else
            answer_once(client, argc > 1 && strcmp(argv[1], "rst") == 0);
    err(1, "accept");
}
