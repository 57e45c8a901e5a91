/*
 * backlog: listen(n), and no accept: how many connect, and which ones wait?
 *
 * A call that finds the queue full is not refused. It is not answered, and the
 * kernel repeats it after a second: then we know that it waits.
 */
#include "../lab.h"

#include <fcntl.h>
#include <netinet/tcp.h>

enum { CALLS = 8 };

static int start_call(int port)
{
    struct sockaddr_in at = address("127.0.0.1", port);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);

    if (fd == -1 || (connect(fd, (struct sockaddr *)&at, sizeof at) == -1
                     && errno != EINPROGRESS))
        err(EXIT_FAILURE, "call");
    return fd;
}

/* Waits until the call is answered, or was repeated. Is it answered? */
static int answered(int fd)
{
    for (int ms = 0; ms < PATIENCE_MS; ms++) {
        struct tcp_info info = { 0 };
        socklen_t size = sizeof info;

        getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &size);
        if (info.tcpi_state == TCP_ESTABLISHED || info.tcpi_total_retrans > 0)
            return info.tcpi_state == TCP_ESTABLISHED;
        poll(NULL, 0, 1);
    }
    errx(EXIT_FAILURE, "neither answered nor repeated");
}

int main(void)
{
    static const int backlogs[] = { 0, 1, 5 };
    int listeners[3], calls[3][CALLS];

    for (int i = 0; i < 3; i++) {
        listeners[i] = listen_at("127.0.0.1", backlogs[i]);
        for (int c = 0; c < CALLS; c++)
            calls[i][c] = start_call(port_of(listeners[i]));
    }
    for (int i = 0; i < 3; i++) {
        int connected = 0;

        for (int c = 0; c < CALLS; c++)
            connected += answered(calls[i][c]);
        printf("listen(%d): %d of %d calls are connected, the others wait\n",
               backlogs[i], connected, CALLS);
    }
}
