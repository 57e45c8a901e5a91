/*
 * inherited.c: what muxlab inherited, so that a child gets the same.
 */
#include "lib/inherited.h"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <unistd.h>

static struct {
    sigset_t ignored;
    sigset_t mask;
    struct rlimit files;
    cpu_set_t cpus;
} given;

/* A closed standard stream would be the number of the next socket, and a
 * message would land in a client's stream. */
static int open_standard_streams(void)
{
    int fd;

    do
        fd = open("/dev/null", O_RDWR);
    while (fd >= 0 && fd <= STDERR_FILENO);
    return fd < 0 ? -1 : close(fd);
}

static void remember_ignored_signals(void)
{
    struct sigaction action;

    sigemptyset(&given.ignored);
    for (int s = 1; s < NSIG; s++)
        if (sigaction(s, NULL, &action) == 0 && action.sa_handler == SIG_IGN)
            sigaddset(&given.ignored, s);
}

int inherited_remember(void)
{
    struct rlimit most;
    sigset_t none;

    if (open_standard_streams() == -1)
        return -1;
    remember_ignored_signals();
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, &given.mask);
    signal(SIGCHLD, SIG_DFL);
    signal(SIGXFSZ, SIG_IGN);   /* write says EFBIG */
    sched_getaffinity(0, sizeof given.cpus, &given.cpus);
    if (getrlimit(RLIMIT_NOFILE, &given.files) == -1)
        return -1;
    most = given.files;
    most.rlim_cur = most.rlim_max;
    return setrlimit(RLIMIT_NOFILE, &most);
}

struct rlimit inherited_files(void)
{
    return given.files;
}

void inherited_restore(bool as_usual)
{
    sched_setaffinity(0, sizeof given.cpus, &given.cpus);
    if (as_usual) {
        sigemptyset(&given.ignored);
        sigemptyset(&given.mask);
    }
    for (int s = 1; s < NSIG; s++)
        signal(s, sigismember(&given.ignored, s) == 1 ? SIG_IGN : SIG_DFL);
    sigprocmask(SIG_SETMASK, &given.mask, NULL);
}
