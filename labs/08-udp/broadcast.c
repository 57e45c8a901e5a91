/*
 * broadcast: one datagram for all that listen on a port. On this machine's own
 * network, the address for all is 127.255.255.255.
 */
#include "../lab.h"

static int receiver(int port)
{
    struct sockaddr_in at = address("0.0.0.0", port);
    int fd = socket(AF_INET, SOCK_DGRAM, 0), one = 1;

    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(fd, (struct sockaddr *)&at, sizeof at) == -1)
        err(EXIT_FAILURE, "bind");
    return fd;
}

int main(void)
{
    int first = receiver(0), second = receiver(port_of(first)), one = 1;
    struct sockaddr_in all = address("127.255.255.255", port_of(first));
    int from = socket(AF_INET, SOCK_DGRAM, 0);
    char data[64];

    say("sendto", sendto(from, "all", 3, 0, (struct sockaddr *)&all,
                         sizeof all));
    say("setsockopt SO_BROADCAST", setsockopt(from, SOL_SOCKET, SO_BROADCAST,
                                              &one, sizeof one));
    say("sendto", sendto(from, "all", 3, 0, (struct sockaddr *)&all,
                         sizeof all));
    await(first, POLLIN);
    await(second, POLLIN);
    say("the first receiver: recv", recv(first, data, sizeof data, 0));
    say("the second receiver: recv", recv(second, data, sizeof data, 0));
}
