/*
 * bound: where a server can be called depends on the address it is bound to.
 * All of 127.0.0.0/8 is this machine.
 */
#include "../lab.h"

static int bound(const char *ip, int port)
{
    struct sockaddr_in at = address(ip, port);
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    if (bind(fd, (struct sockaddr *)&at, sizeof at) == -1)
        return -1;
    return listen(fd, 5);
}

int main(void)
{
    int here = listen_at("127.0.0.1", 5), all = listen_at("0.0.0.0", 5);
    int port = port_of(here), open = port_of(all), fd;

    say("bound to 127.0.0.1, called at .1",
        call_at("127.0.0.1", port, &fd));
    say("bound to 127.0.0.1, called at .2",
        call_at("127.0.0.2", port, &fd));
    say("bound to 0.0.0.0, called at .1", call_at("127.0.0.1", open, &fd));
    say("bound to 0.0.0.0, called at .2", call_at("127.0.0.2", open, &fd));
    say("0.0.0.0 itself, called", call_at("0.0.0.0", open, &fd));
    say("bind to 203.0.113.1", bound("203.0.113.1", 0));
    say("bind to .2, the port of .1", bound("127.0.0.2", port));
    say("bind to .1, the same port again", bound("127.0.0.1", port));
}
