/*
 * rude: the peer closes while bytes of ours lie there that it never read.
 */
#include "../lab.h"

#include <signal.h>

int main(void)
{
    struct pair p = pair();
    char byte;

    signal(SIGPIPE, SIG_IGN);
    say("our write", write(p.client, "x", 1));
    await_bytes(p.server, 1);
    say("its close", close(p.server));
    await(p.client, POLLERR);
    say("our read", read(p.client, &byte, 1));
    say("our read, again", read(p.client, &byte, 1));
    say("our write", write(p.client, "x", 1));
}
