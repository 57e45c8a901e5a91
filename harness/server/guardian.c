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
#include <time.h>
#include <unistd.h>

enum { KILL_SECONDS = 2, LOOK_SECONDS = 1 };

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

/* Does a process below us trace the supervisor? A thread does, and tells which
 * process it is of. Debuggers of muxlab stand above us. */
static bool is_seized(pid_t supervisor)
{
    static pid_t pids[PROCFS_MOST];
    int64_t thread = procfs_status(supervisor, "TracerPid");
    int64_t tracer = thread > 0 ? procfs_status((pid_t)thread, "Tgid") : 0;
    int n = tracer > 0 ? procfs_descendants(getpid(), pids) : 0;

    for (int i = 0; i < n; i++)
        if (pids[i] == tracer)
            return true;
    return false;
}

/* Waits until the supervisor has ended or is seized, or SIGTERM comes. The
 * kernel does not tell that a child is traced: so it looks. */
static void guard(pid_t supervisor, const sigset_t *signals)
{
    const struct timespec look = { .tv_sec = LOOK_SECONDS };
    int status;
    pid_t pid;

    do {
        while ((pid = waitpid(-1, &status, WNOHANG | WUNTRACED)) > 0)
            if (WIFSTOPPED(status))
                kill(pid, SIGCONT);
            else if (pid == supervisor)
                return;
        if (is_seized(supervisor))
            return;
    } while (sigtimedwait(signals, NULL, &look) != SIGTERM);
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
