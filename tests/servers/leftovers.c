/*
 * leftovers.c: an echo server with a process or a thread a client, that leaves
 * something of each behind.
 */
#include "listen.h"
#include "ways.h"

#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { ZOMBIES, ONE_WAIT, CHILDREN, THREADS, SOCKETS };

static const struct way ways[] = {
    [ZOMBIES] = { "zombies", "does not wait for a child" },
    [ONE_WAIT] = { "one-wait", "waits once a SIGCHLD, though several ended" },
    [CHILDREN] = { "children", "a client's process stays when it has left" },
    [THREADS] = { "threads", "a client's thread stays when it has left" },
    [SOCKETS] = { "sockets", "a socket stays open when a write has failed" },
    { 0 },
};

static int way;

/* It takes its time, so that several end meanwhile, which is one signal. */
static void wait_once(int signal)
{
    const struct timespec pause = { .tv_nsec = 20000000 };

    (void)signal;
    waitpid(-1, NULL, WNOHANG);
    nanosleep(&pause, NULL);
}

static bool write_all(int fd, const char *bytes, ssize_t n)
{
    ssize_t went;

    for (; n > 0; n -= went, bytes += went)
        if ((went = write(fd, bytes, (size_t)n)) <= 0)
            return false;
    return true;
}

static void echo(int fd)
{
    char bytes[4096];
    bool wrote = true;
    ssize_t n;

    while (wrote && (n = read(fd, bytes, sizeof bytes)) > 0)
        wrote = write_all(fd, bytes, n);
    if (wrote || way != SOCKETS)
        close(fd);
}

static void *echo_and_stay(void *client)
{
    echo((int)(intptr_t)client);
    while (way == THREADS)
        pause();
    return NULL;
}

static void start_thread(int fd)
{
    pthread_t thread;

    if (pthread_create(&thread, NULL, echo_and_stay, (void *)(intptr_t)fd) == 0)
        pthread_detach(thread);
    else
        close(fd);
}

static void start_child(int listener, int fd)
{
    if (fork() == 0) {
        close(listener);
        echo(fd);
        if (way == CHILDREN)
            pause();
        _exit(0);
    }
    close(fd);
}

int main(int argc, char **argv)
{
    int listener = open_listener();
    struct sigaction reap = { .sa_handler = wait_once,
                              .sa_flags = SA_RESTART };

    way = find_way(ways, argc, argv);
    signal(SIGPIPE, SIG_IGN);
    if (way == ONE_WAIT)
        sigaction(SIGCHLD, &reap, NULL);
    if (way == CHILDREN)
        signal(SIGCHLD, SIG_IGN);
    for (;;) {
        int fd = accept_client(listener);

        if (fd >= 0 && way >= THREADS)
            start_thread(fd);
        else if (fd >= 0)
            start_child(listener, fd);
    }
}
