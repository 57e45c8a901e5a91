/*
 * closed: datagrams to a port that no program has; one that is too long.
 */
#include "../lab.h"

static char bytes[65508];

int main(void)
{
    struct sockaddr_in at = address("127.0.0.1", 0);
    int to = socket(AF_INET, SOCK_DGRAM, 0);
    int from = socket(AF_INET, SOCK_DGRAM, 0);

    bind(to, (struct sockaddr *)&at, sizeof at);
    at = address("127.0.0.1", port_of(to));
    connect(from, (struct sockaddr *)&at, sizeof at);
    say("send 65,507 bytes", send(from, bytes, 65507, 0));
    say("send 65,508 bytes", send(from, bytes, 65508, 0));
    close(to);
    say("its port is closed: send", send(from, "hello", 5, 0));
    await(from, POLLERR);
    say("send again", send(from, "hello", 5, 0));
    say("send once more", send(from, "hello", 5, 0));
}
