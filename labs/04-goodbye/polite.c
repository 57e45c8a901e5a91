/*
 * polite: the peer reads all we sent, and closes. What do our calls say?
 */
#include "../lab.h"

#include <signal.h>

int main(void)
{
    struct pair p = pair();
    char byte;

    signal(SIGPIPE, SIG_IGN);
    say("our write", write(p.client, "x", 1));
    say("its read", read(p.server, &byte, 1));
    say("its close", close(p.server));
    await(p.client, POLLIN);
    say("our read", read(p.client, &byte, 1));
    say("our first write after that", write(p.client, "x", 1));
    await(p.client, POLLERR);
    say("our second", write(p.client, "x", 1));
}
