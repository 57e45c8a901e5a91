/*
 * server.c: what no model is about: how a server starts, accepts, refuses, has
 * children, and stops.
 */
#include "server.h"

#include "count.h"
#include "listen.h"
#include "options.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MAX_PIDS = 4194304 };    /* Linux gives no higher one: see pid_max */

atomic_int server_stopping;
sigset_t server_signals;
int server_status;

/* What the signal handler hangs up on. The client is blocking/'s, which may
 * be asleep in a read or a write; the other models sleep on the listener. Once
 * it has gone its number is the next client's, or free: no harm is done. */
static atomic_int hang_up_listener = -1, hang_up_client = -1;

/* In a child, its parent, which alone hangs up on the listener while it is
 * there; else -1. */
static pid_t parent = -1;

/* By process id: is it a child of ours? And the highest of them. */
static volatile bool children[MAX_PIDS];
static pid_t last_child;

/* Where the last client has come from. */
static struct sockaddr_storage from;

/* Given up to accept a newcomer when no other descriptor is left. */
static int spare = -1;

/* Waits for the children that have ended. */
static void reap(int signal)
{
    int saved = errno;
    pid_t child;

    (void)signal;
    while ((child = waitpid(-1, NULL, WNOHANG)) > 0)
        children[child] = false;
    errno = saved;
}

static void stop(int signal)
{
    int saved = errno;

    (void)signal;
    server_stopping = 1;
    if (getppid() != parent)
        shutdown(hang_up_listener, SHUT_RDWR);
    shutdown(hang_up_client, SHUT_RDWR);
    errno = saved;
}

void server_fail(const char *what)
{
    warn("%s", what);
    server_status = EXIT_FAILURE;
    server_stopping = 1;
}

/* SIGTERM and SIGINT stop us, even if our parent ignored or blocked them; a
 * write to a client that has left is an error (EPIPE), and does not kill us. */
static int take_signals(void)
{
    struct sigaction hang_up = { .sa_handler = stop };
    struct sigaction ignore = { .sa_handler = SIG_IGN };
    struct sigaction child = { .sa_handler = reap, .sa_flags = SA_RESTART };
    sigset_t none;

    sigaddset(&server_signals, SIGTERM);
    sigaddset(&server_signals, SIGINT);
    sigemptyset(&none);
    if (sigaction(SIGTERM, &hang_up, NULL) == -1
        || sigaction(SIGINT, &hang_up, NULL) == -1
        || sigaction(SIGPIPE, &ignore, NULL) == -1
        || sigaction(SIGCHLD, &child, NULL) == -1)
        return -1;
    return sigprocmask(SIG_SETMASK, &none, NULL);
}

/* Descriptors: standard streams that were closed become /dev/null, so that no
 * client is ever taken for stderr; one is put by; and as many as we may. */
static int prepare_descriptors(void)
{
    struct rlimit files;

    do
        spare = open("/dev/null", O_RDWR | O_CLOEXEC);
    while (spare >= 0 && spare <= STDERR_FILENO);
    if (spare == -1 || getrlimit(RLIMIT_NOFILE, &files) == -1)
        return -1;
    files.rlim_cur = files.rlim_max;
    return setrlimit(RLIMIT_NOFILE, &files);
}

int server_open(int argc, char **argv, int mode, int limit)
{
    int listener = -1;

    if (prepare_descriptors() == -1 || take_signals() == -1
        || count_open() == -1) {
        server_fail("cannot start");
    } else if ((server_status = options_read(argc, argv)) == -1) {
        listener = listen_open(options.address, options.port, mode, limit);
        server_status = listener == -1;
    }
    hang_up_listener = listener;
    if (listener == -1 || listen_say(listener) == 0)
        return listener;
    server_fail("cannot say where it listens");
    close(listener);
    listen_end();
    return -1;
}

/* In the child the listener is its parent's, and so are the other children. */
static void become_child(pid_t its_parent)
{
    parent = its_parent;
    last_child = 0;
    count = (struct count){ 0 };
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent)    /* it has ended before that */
        stop(SIGTERM);
}

pid_t server_fork(void)
{
    sigset_t ends, before;
    pid_t us = getpid();

    sigemptyset(&ends);
    sigaddset(&ends, SIGCHLD);
    sigprocmask(SIG_BLOCK, &ends, &before);     /* it may end at once */

    pid_t child = fork();

    if (child == 0)
        become_child(us);
    if (child > 0)
        children[child] = true;
    if (child > last_child)
        last_child = child;
    sigprocmask(SIG_SETMASK, &before, NULL);
    return child;
}

/* Their numbers are theirs until they have been waited for: from here on only
 * at the end. */
static void end_children(void)
{
    signal(SIGCHLD, SIG_DFL);
    for (pid_t child = 1; child <= last_child; child++)
        if (children[child])
            kill(child, SIGTERM);
    while (wait(NULL) != -1 || errno == EINTR)
        ;
}

int server_close(int listener)
{
    close(listener);
    count_add();
    if (parent != -1)
        return server_status;
    end_children();
    listen_end();
    if (count_print() == -1)
        server_fail("stdout");
    return server_status;
}

void server_refuse(int fd)
{
    close(fd);
    count.refused++;
}

static int accept_next(int listener, int mode)
{
    socklen_t size = sizeof from;

    return accept4(listener, (struct sockaddr *)&from, &size,
                   SOCK_CLOEXEC | mode);
}

/* Out of descriptors: left in the queue, the newcomer would keep the listener
 * ready, and a loop that waits for it would spin. So the spare is given up to
 * let it in; and unless there is room by now (this accept may have slept), it
 * is turned away. Returns its descriptor, or -1; errno is then EMFILE if the
 * spare is lost. */
static int accept_by_spare(int listener, int mode)
{
    close(spare);

    int fd = accept_next(listener, mode);
    int error = errno;

    spare = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (spare == -1 && fd >= 0) {
        server_refuse(fd);
        fd = -1;
        error = ECONNABORTED;
        spare = open("/dev/null", O_RDWR | O_CLOEXEC);
    }
    errno = spare == -1 ? EMFILE : error;
    return fd;
}

/* Why accept failed, and what follows. */
static void accept_failed(void)
{
    switch (errno) {
    case EAGAIN:
        count.blocked++;
        return;
    case EINTR:                                 /* a signal came */
    case ECONNABORTED: case EPROTO:             /* it has left the queue */
        return;
    case EBADF: case EINVAL: case ENOTSOCK:     /* it can never mend */
        if (parent != -1)                       /* which has hung up */
            server_stopping = 1;
        if (!server_stopping)
            server_fail("accept");
        return;
    }
    /* The client still waits and the listener stays ready: rest, not spin. */
    nanosleep(&(struct timespec){ .tv_nsec = 10000000 }, NULL);
}

int server_accept(int listener, int mode)
{
    int one = 1;
    int fd = accept_next(listener, mode);

    if (fd == -1 && errno == EMFILE)
        fd = accept_by_spare(listener, mode);
    if (fd == -1) {
        accept_failed();
        return -1;
    }
    if (mode == 0) {
        hang_up_client = fd;    /* first store, then look: a signal between */
        if (server_stopping)    /*   the two is not lost (see stop) */
            shutdown(fd, SHUT_RDWR);
    }
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    if (options.verbose)
        listen_say_client(fd, &from);
    return fd;
}
