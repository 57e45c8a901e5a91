/*
 * short: a datagram is read whole, or its rest is gone; and an empty one is no
 * end of anything.
 */
#include "../lab.h"

static int from, to;
static struct sockaddr_in at;

static void post(const char *text)
{
    if (sendto(from, text, strlen(text), 0, (struct sockaddr *)&at,
               sizeof at) == -1)
        err(EXIT_FAILURE, "sendto");
    await(to, POLLIN);
}

int main(void)
{
    char data[64];

    from = socket(AF_INET, SOCK_DGRAM, 0);
    to = socket(AF_INET, SOCK_DGRAM, 0);
    at = address("127.0.0.1", 0);
    if (bind(to, (struct sockaddr *)&at, sizeof at) == -1)
        err(EXIT_FAILURE, "bind");
    at = address("127.0.0.1", port_of(to));
    post("0123456789");
    post("next");
    say("ten bytes came: recv, with room for 4", recv(to, data, 4, 0));
    say("recv again", recv(to, data, sizeof data, 0));
    post("0123456789");
    say("room for 4, and MSG_TRUNC", recv(to, data, 4, MSG_TRUNC));
    post("");
    say("an empty one came: recv", recv(to, data, sizeof data, 0));
    post("more");
    say("and after it: recv", recv(to, data, sizeof data, 0));
}
