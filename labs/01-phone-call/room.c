/*
 * room: the queue is full, and one more waits. Each accept lets one in.
 */
#include "../lab.h"

static int queued(int fd)
{
    return poll(&(struct pollfd){ .fd = fd, .events = POLLOUT }, 1, 0);
}

int main(void)
{
    int listener = listen_at("127.0.0.1", 0);
    struct sockaddr_in at = address("127.0.0.1", port_of(listener));
    int first, second = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);

    say("first connect", call_at("127.0.0.1", port_of(listener), &first));
    say("second connect",
        connect(second, (struct sockaddr *)&at, sizeof at));
    say("is the second connected", queued(second));
    say("accept, it worked", accept(listener, NULL, NULL) >= 0);
    await(second, POLLOUT);
    say("is the second connected", queued(second));
}
