/*
 * connecting: a connect that does not wait tells later how it went; and a
 * read that waits no longer than we say.
 */
#include "../lab.h"

#include <sys/time.h>

/* Starts to connect, waits for the news, and returns what SO_ERROR says. */
static int outcome(int port)
{
    struct sockaddr_in at = address("127.0.0.1", port);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    int error = -1;
    socklen_t size = sizeof error;

    say("connect", connect(fd, (struct sockaddr *)&at, sizeof at));
    await(fd, POLLOUT);
    getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size);
    return error;
}

int main(void)
{
    int listener = listen_at("127.0.0.1", 5), port = port_of(listener);
    struct timeval tenth = { .tv_usec = 100000 };
    struct pair p = pair();
    int error;
    char byte;

    error = outcome(port);
    printf("SO_ERROR = %d\n", error);
    close(listener);
    error = outcome(port);
    printf("SO_ERROR = %s\n", error_name(error));
    setsockopt(p.client, SOL_SOCKET, SO_RCVTIMEO, &tenth, sizeof tenth);
    say("SO_RCVTIMEO is 0.1 s, nothing comes: read",
        read(p.client, &byte, 1));
}
