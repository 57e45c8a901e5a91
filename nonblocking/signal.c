/*
 * signal: the kernel sends a signal for every client that has news.
 *
 * We ask as the nonblocking server does, but only those that a signal names.
 * The signals are blocked, so they queue up, and we sleep until there is one.
 * Each tells of a change, once: so we go on until a call would block.
 * The price: a call to take each signal, and one more to hear EAGAIN; and when
 * the queue of signals is full, one of them says no more than: ask them all.
 */
#include "../common/conn.h"
#include "../common/count.h"
#include "../common/server.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MAX_FDS = 16384, MAX_TURNS = 4 };

static struct conn conns[MAX_FDS];      /* by descriptor */
static int listener;

/* Has a signal sent for each change of this descriptor. -1: it cannot be. */
static int watch(int fd)
{
    return fcntl(fd, F_SETOWN, getpid()) | fcntl(fd, F_SETSIG, SIGRTMIN)
        | fcntl(fd, F_SETFL, O_NONBLOCK | O_ASYNC);
}

/* It may have more: we send that signal ourselves, behind all that wait. */
static void remind(int fd)
{
    if (sigqueue(getpid(), SIGRTMIN, (union sigval){ .sival_int = fd }) == -1)
        raise(SIGIO);
}

/* Takes in every client that waits. For what it has sent, no signal comes. */
static void admit(void)
{
    int fd;

    while ((fd = server_accept(listener, SOCK_NONBLOCK)) >= 0) {
        if (fd >= MAX_FDS || watch(fd) == -1) {
            server_refuse(fd);
            continue;
        }
        conn_open(&conns[fd], fd);
        remind(fd);
    }
    if (errno != EAGAIN)
        remind(listener);
}

/* Gives one client its turn, which may have gone by now, or the listener. */
static void serve(int fd)
{
    count.looks++;
    if (fd == listener)
        admit();
    else if (conns[fd].want == WANT_NOTHING)
        return;
    else if (conn_turns(&conns[fd], MAX_TURNS) == WANT_NOTHING)
        conn_close(&conns[fd]);
    else if (!conns[fd].blocked)
        remind(fd);
}

int main(int argc, char **argv)
{
    listener = server_open(argc, argv, SOCK_NONBLOCK, MAX_FDS);
    if (listener == -1)
        return server_status;

    sigset_t awaited = server_signals;

    sigaddset(&awaited, SIGIO);
    sigaddset(&awaited, SIGRTMIN);
    sigprocmask(SIG_BLOCK, &awaited, NULL);
    if (watch(listener) == -1)
        server_fail("fcntl");
    remind(listener);
    while (!server_stopping) {
        count.rounds++;

        siginfo_t news;
        int signal = sigwaitinfo(&awaited, &news);

        if (signal == SIGRTMIN)
            serve(news.si_code == SI_QUEUE ? news.si_int : news.si_fd);
        for (int fd = 0; signal == SIGIO && fd < MAX_FDS; fd++)
            serve(fd);
        if (signal == -1 && errno != EINTR)
            server_fail("sigwaitinfo");
        if (sigismember(&server_signals, signal) == 1)
            server_stopping = 1;
    }
    return server_close(listener);
}
