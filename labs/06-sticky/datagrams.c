/*
 * datagrams: UDP keeps messages apart; so does SEQPACKET, in the Unix domain.
 */
#include "../lab.h"

static void show(const char *kind, int from, int to)
{
    static const char *const words[] = { "three", "two", "one" };
    char bytes[64], text[64];

    for (int i = 0; i < 3; i++)
        if (write(from, words[i], strlen(words[i])) == -1)
            err(EXIT_FAILURE, "write");
    for (int i = 0; i < 3; i++) {
        await(to, POLLIN);
        snprintf(text, sizeof text, "%s: read, with room for 64", kind);
        say(text, read(to, bytes, sizeof bytes));
    }
}

int main(void)
{
    struct sockaddr_in at = address("127.0.0.1", 0);
    int from = socket(AF_INET, SOCK_DGRAM, 0);
    int to = socket(AF_INET, SOCK_DGRAM, 0), packet[2];

    bind(to, (struct sockaddr *)&at, sizeof at);
    at = address("127.0.0.1", port_of(to));
    connect(from, (struct sockaddr *)&at, sizeof at);
    show("UDP", from, to);
    if (socketpair(AF_UNIX, SOCK_SEQPACKET, 0, packet) == -1)
        err(EXIT_FAILURE, "socketpair");
    show("SEQPACKET", packet[0], packet[1]);
}
