/*
 * nobody-reads: we write, without blocking, to a peer that does not read.
 * What fits, and where, varies from machine to machine: it goes to stderr.
 */
#include "../lab.h"

#include <fcntl.h>
#include <stdbool.h>

enum { CHUNK = 100000 };

static char bytes[CHUNK];

int main(void)
{
    struct pair p = pair();
    size_t sent = 0;
    ssize_t n, last = 0;
    int there;

    fcntl(p.client, F_SETFL, O_NONBLOCK);
    while ((n = write(p.client, bytes, CHUNK)) > 0) {
        sent += (size_t)n;
        last = n;
    }
    say("write, at last", n);
    say("the write before it was short", last < CHUNK);
    say("more than 64 KiB went", sent > 64 << 10);
    say("more than 64 MiB went", sent > 64 << 20);
    ioctl(p.server, FIONREAD, &there);
    fprintf(stderr, "%zu bytes went, %d of them are with the peer\n",
            sent, there);
}
