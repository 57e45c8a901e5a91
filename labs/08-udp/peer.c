/*
 * peer: one socket serves all; recvfrom says which client it was.
 */
#include "../lab.h"

static int client(int server)
{
    struct sockaddr_in at = address("127.0.0.1", port_of(server));
    int fd = socket(AF_INET, SOCK_DGRAM, 0);

    if (connect(fd, (struct sockaddr *)&at, sizeof at) == -1)
        err(EXIT_FAILURE, "connect");
    return fd;
}

int main(void)
{
    struct sockaddr_in at = address("127.0.0.1", 0), who;
    int server = socket(AF_INET, SOCK_DGRAM, 0), a, b;
    socklen_t size = sizeof who;
    char data[64];

    if (bind(server, (struct sockaddr *)&at, sizeof at) == -1)
        err(EXIT_FAILURE, "bind");
    a = client(server);
    b = client(server);
    say("a sends", send(a, "hello", 5, 0));
    say("b sends", send(b, "you", 3, 0));
    await(server, POLLIN);
    say("the server: recvfrom", recvfrom(server, data, sizeof data, 0,
                                         (struct sockaddr *)&who, &size));
    say("it was a", ntohs(who.sin_port) == port_of(a));
    say("the server: sendto", sendto(server, "HELLO", 5, 0,
                                     (struct sockaddr *)&who, sizeof who));
    await(a, POLLIN);
    say("a: recv", recv(a, data, sizeof data, 0));
    say("b: recv", recv(b, data, sizeof data, MSG_DONTWAIT));
}
