/*
 * listener: a server closes its listening socket. One client was accepted,
 * one is in the queue, one calls afterwards. What becomes of the three?
 */
#include "../lab.h"

int main(void)
{
    int listener = listen_at("127.0.0.1", 5), port = port_of(listener);
    struct pair inside = pair_through(listener);
    int queued, late;
    char bytes[16];

    say("the queued one: connect", call_at("127.0.0.1", port, &queued));
    say("close the listener", close(listener));
    say("the accepted one: write", write(inside.client, "hello", 5));
    await_bytes(inside.server, 5);
    say("  the server: read", read(inside.server, bytes, sizeof bytes));
    say("  the server: write", write(inside.server, "hello", 5));
    await_bytes(inside.client, 5);
    say("  and its read", read(inside.client, bytes, sizeof bytes));
    await(queued, POLLERR);
    say("the queued one: read", read(queued, bytes, sizeof bytes));
    say("the late one: connect", call_at("127.0.0.1", port, &late));
}
