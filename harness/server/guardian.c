/*
 * guardian.c: the parent of a supervisor.
 */
#include "server/guardian.h"

#include "lib/deadline.h"
#include "lib/descriptors.h"
#include "server/procfs.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { KILL_SECONDS = 2 };

void guardian_kill_children(void)
{
    pid_t pids[PROCFS_MOST];
    int n = procfs_children(getpid(), pids);

    for (int i = 0; i < n; i++)
        kill(pids[i], SIGKILL);
}

/* Those of a child that dies become ours, so it looks again. */
static void end_all(void)
{
    int64_t deadline = deadline_in(KILL_SECONDS);
    pid_t pid;

    do {
        while ((pid = waitpid(-1, NULL, WNOHANG)) > 0)
            continue;
        if (pid == 0)
            guardian_kill_children();
    } while (pid == 0 && deadline_nap(deadline) == 0);
}

/* Waits until the supervisor has ended, or SIGTERM comes. */
static void guard(pid_t supervisor, const sigset_t *signals)
{
    int status;
    pid_t pid;

    do {
        while ((pid = waitpid(-1, &status, WNOHANG | WUNTRACED)) > 0)
            if (WIFSTOPPED(status))
                kill(pid, SIGCONT);
            else if (pid == supervisor)
                return;
    } while (sigwaitinfo(signals, NULL) != SIGTERM);
}

/* Of muxlab's pipes and terminal. */
static void let_go(void)
{
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);

    for (int fd = 0; fd < 3; fd++)
        dup2(null, fd);
    descriptors_close_others(NULL, 0);
}

int guardian_become(bool tied)
{
    pid_t parent = getppid();
    sigset_t all, signals;

    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, NULL);
    pid_t supervisor = fork();
    if (supervisor <= 0)
        return supervisor;
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    let_go();
    sigemptyset(&signals);
    sigaddset(&signals, SIGCHLD);
    sigaddset(&signals, SIGTERM);
    if (tied)
        prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (!tied || getppid() == parent)
        guard(supervisor, &signals);
    end_all();
    _exit(0);
}
