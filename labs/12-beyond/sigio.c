/*
 * sigio: five datagrams come while SIGIO is blocked. How many signals follow?
 */
#include "../lab.h"

#include <fcntl.h>
#include <signal.h>

static volatile sig_atomic_t signals;

static void count(int signal)
{
    (void)signal;
    signals++;
}

int main(void)
{
    struct sockaddr_in at = address("127.0.0.1", 0);
    int to = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
    int from = socket(AF_INET, SOCK_DGRAM, 0), came = 0;
    sigset_t sigio;
    char data[16];

    bind(to, (struct sockaddr *)&at, sizeof at);
    at = address("127.0.0.1", port_of(to));
    connect(from, (struct sockaddr *)&at, sizeof at);
    signal(SIGIO, count);
    sigemptyset(&sigio);
    sigaddset(&sigio, SIGIO);
    sigprocmask(SIG_BLOCK, &sigio, NULL);
    fcntl(to, F_SETOWN, getpid());
    fcntl(to, F_SETFL, O_NONBLOCK | O_ASYNC);
    for (int i = 0; i < 5; i++)
        if (send(from, "x", 1, 0) == -1)
            err(EXIT_FAILURE, "send");
    await(to, POLLIN);
    sigprocmask(SIG_UNBLOCK, &sigio, NULL);
    say("datagrams sent", 5);
    say("signals", signals);
    while (recv(to, data, sizeof data, 0) > 0)
        came++;
    say("datagrams read, until EAGAIN", came);
}
