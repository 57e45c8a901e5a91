/*
 * dup: a copy of the descriptor lives on when the first is closed.
 */
#include "../lab.h"

int main(void)
{
    struct pair p = pair();
    int copy = dup(p.server);
    struct pollfd news = { .fd = p.client, .events = POLLIN };
    char byte;

    say("its close", close(p.server));
    say("our poll: how many have news", poll(&news, 1, 0));
    say("a write on its copy", write(copy, "x", 1));
    await(p.client, POLLIN);
    say("our read", read(p.client, &byte, 1));
    say("its close of the copy", close(copy));
    await(p.client, POLLIN);
    say("our read", read(p.client, &byte, 1));
}
