/*
 * seqpacket: a connection, reliable and in order, that keeps messages apart.
 */
#include "../lab.h"

int main(void)
{
    int stream[2], packet[2];
    char bytes[16];

    if (socketpair(AF_UNIX, SOCK_STREAM, 0, stream) == -1
        || socketpair(AF_UNIX, SOCK_SEQPACKET, 0, packet) == -1)
        err(EXIT_FAILURE, "socketpair");
    say("STREAM:    write", write(stream[0], "hello", 5));
    say("STREAM:    write", write(stream[0], "you", 3));
    say("STREAM:    read", read(stream[1], bytes, sizeof bytes));
    say("SEQPACKET: write", write(packet[0], "hello", 5));
    say("SEQPACKET: write", write(packet[0], "you", 3));
    say("SEQPACKET: read", read(packet[1], bytes, sizeof bytes));
    say("SEQPACKET: read", read(packet[1], bytes, sizeof bytes));
    close(packet[0]);
    say("SEQPACKET: closed, read", read(packet[1], bytes, sizeof bytes));
}
