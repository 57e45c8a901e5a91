/*
 * writes: what is written in three pieces is read in one; what is written in
 * one piece is read in three. TCP carries bytes, not messages.
 */
#include "../lab.h"

int main(void)
{
    struct pair p = pair();
    char bytes[64];

    say("write \"one\"", write(p.client, "one", 3));
    say("write \"two\"", write(p.client, "two", 3));
    say("write \"three\"", write(p.client, "three", 5));
    await_bytes(p.server, 11);
    say("read, with room for 64", read(p.server, bytes, sizeof bytes));
    say("write ten bytes", write(p.client, "0123456789", 10));
    await_bytes(p.server, 10);
    say("read, with room for 4", read(p.server, bytes, 4));
    say("read, with room for 4", read(p.server, bytes, 4));
    say("read, with room for 4", read(p.server, bytes, 4));
}
