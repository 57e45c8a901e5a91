/*
 * guardian.c: the parent of a supervisor.
 */
#include "server/guardian.h"

#include "lib/deadline.h"
#include "lib/descriptors.h"
#include "server/procfs.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { KILL_SECONDS = 2, LOOK_SECONDS = 1, GUARDIANS = 16 };

static pid_t guardians[GUARDIANS];      /* of muxlab, not reaped yet; or 0 */

/* The place of a guardian, or with 0 a free one; NULL: there is none. */
static pid_t *find(pid_t guardian)
{
    for (int i = 0; i < GUARDIANS; i++)
        if (guardians[i] == guardian)
            return &guardians[i];
    return NULL;
}

/* A process that is traced can be held back even from its end; by one that it
 * started itself, say. */
static void kill_child(pid_t pid)
{
    static pid_t below[PROCFS_MOST];
    bool traced = procfs_status(pid, "TracerPid") > 0;
    int n = traced ? procfs_descendants(pid, below) : 0;

    for (int i = 0; i < n; i++)
        kill(below[i], SIGKILL);
    kill(pid, SIGKILL);
}

/* Kills those of our children that are no guardians. Returns how many there
 * were. */
static int kill_children(bool reaps)
{
    pid_t pids[PROCFS_MOST];
    int n = procfs_children(getpid(), pids), killed = 0;

    for (int i = 0; i < n; i++) {
        if (find(pids[i]))
            continue;
        kill_child(pids[i]);
        if (reaps)
            waitpid(pids[i], NULL, WNOHANG);
        killed++;
    }
    return killed;
}

void guardian_kill_children(void)
{
    kill_children(false);
}

static bool has_children(void)
{
    siginfo_t info;

    return waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == 0
        || errno != ECHILD;
}

/* Those of a child that dies become ours, so it looks again. Returns whether
 * any is left. */
static bool end_all(void)
{
    int64_t deadline = deadline_in(KILL_SECONDS);

    while (has_children() && kill_children(true) > 0)
        if (deadline_nap(deadline) == -1)
            return true;
    return false;
}

bool guardian_is_seized(pid_t helper)
{
    static pid_t pids[PROCFS_MOST];
    int64_t thread = procfs_status(helper, "TracerPid");
    int64_t tracer = thread > 0 ? procfs_status((pid_t)thread, "Tgid") : 0;
    int n = tracer > 0 ? procfs_descendants(getpid(), pids) : 0;

    for (int i = 0; i < n; i++)
        if (pids[i] == tracer)
            return true;
    return false;
}

/* Waits until the supervisor has ended or is seized, the parent (0: any) has
 * ended, or SIGTERM comes. The kernel does not tell that a child is traced: so
 * it looks. */
static void guard(pid_t supervisor, pid_t parent, const sigset_t *signals)
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
        if (guardian_is_seized(supervisor)
            || (parent && getppid() != parent))
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
    pid_t parent = tied ? getppid() : 0;
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
    sigaddset(&signals, SIGCONT);
    if (tied)
        prctl(PR_SET_PDEATHSIG, SIGCONT);       /* a server may have stopped
                                                   us */
    guard(supervisor, parent, &signals);
    _exit(end_all());
}

/* ---- in muxlab ----------------------------------------------------------- */

static bool collects;           /* are all our children guardians, or theirs? */

pid_t guardian_fork(void)
{
    pid_t *place = find(0);

    if (!place) {
        errno = EAGAIN;
        return -1;
    }
    if (!collects && !has_children())
        collects = prctl(PR_SET_CHILD_SUBREAPER, 1) == 0;
    pid_t pid = fork();
    if (pid > 0)
        *place = pid;
    return pid;
}

void guardian_wait(pid_t guardian)
{
    int64_t cap = deadline_cap;
    pid_t *place = find(guardian), ended;
    int status;

    deadline_cap = 0;
    int64_t deadline = deadline_in(KILL_SECONDS + 1);
    while ((ended = waitpid(guardian, &status, WNOHANG)) == 0
           && !guardian_is_seized(guardian) && deadline_nap(deadline) == 0)
        continue;
    if (place)
        *place = 0;
    if (ended == 0)
        kill_child(guardian);
    if (collects && (ended == 0 || status != 0))
        end_all();
    deadline_cap = cap;
}
