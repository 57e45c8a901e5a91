/*
 * empty: when does a read have to wait: with a full buffer or an empty one?
 */
#include "../lab.h"

int main(void)
{
    struct pair p = pair();
    char bytes[16];

    say("nothing was sent: read",
        recv(p.server, bytes, sizeof bytes, MSG_DONTWAIT));
    say("write", write(p.client, "hello", 5));
    await_bytes(p.server, 5);
    say("five bytes are there: read",
        recv(p.server, bytes, sizeof bytes, MSG_DONTWAIT));
}
