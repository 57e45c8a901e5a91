/*
 * half: the peer says that it will write no more. It still reads.
 */
#include "../lab.h"

int main(void)
{
    struct pair p = pair();
    char bytes[16];

    say("its shutdown(SHUT_WR)", shutdown(p.server, SHUT_WR));
    await(p.client, POLLIN);
    say("our read", read(p.client, bytes, sizeof bytes));
    say("our write", write(p.client, "four", 4));
    await_bytes(p.server, 4);
    say("its read", read(p.server, bytes, sizeof bytes));
    say("its write", send(p.server, "x", 1, MSG_NOSIGNAL));
}
