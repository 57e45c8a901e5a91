/*
 * exec.c: what a child does between fork and exec.
 */
#include "server/exec.h"

#include "lib/descriptors.h"
#include "lib/inherited.h"
#include "server/sandbox.h"
#include "server/server.h"
#include "server/supervisor.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

static _Noreturn void give_up(struct failure *failure, const char *what)
{
    failure->error = errno;
    snprintf(failure->what, sizeof failure->what, "%s", what);
    _exit(127);
}

/* Leaves the standard streams open, and the descriptors that were asked for. */
static void arrange_descriptors(int first_fd, struct failure *f)
{
    if (descriptors_close_others(NULL, 0) == -1)
        give_up(f, "/proc/self/fd");
    for (int fd = 3; fd < first_fd; fd++)
        if (open("/dev/null", O_RDWR) < 0)
            give_up(f, "descriptors on /dev/null");
}

static void limit_files(const struct launch *how, struct failure *f)
{
    struct rlimit files = inherited_files();

    if (how->hard_files)
        files.rlim_max = (rlim_t)how->hard_files;
    if (how->soft_files)
        files.rlim_cur = (rlim_t)how->soft_files;
    if (files.rlim_cur > files.rlim_max)
        files.rlim_cur = files.rlim_max;
    if (setrlimit(RLIMIT_NOFILE, &files) == -1)
        give_up(f, "RLIMIT_NOFILE");
}

static void tie_to_cpu(int cpu, struct failure *f)
{
    cpu_set_t one;

    CPU_ZERO(&one);
    CPU_SET((size_t)cpu, &one);
    if (sched_setaffinity(0, sizeof one, &one) == -1)
        give_up(f, "the CPU it is tied to");
}

void exec_become(const struct spawn *w, struct failure *f, pid_t parent)
{
    static const struct launch ordinary;
    const struct launch *how = w->how ? w->how : &ordinary;

    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(127);
    setpgid(0, w->group);
    if (!w->foreground)
        arrange_descriptors(how->first_fd, f);
    if (w->port && (setenv("PORT", w->port, 1) || setenv("HOST", w->host, 1)))
        give_up(f, "environment");
    limit_files(how, f);
    inherited_restore(!w->foreground);
    if (how->cpu)
        tie_to_cpu(how->cpu - 1, f);
    if (how->before_exec && how->before_exec(how->argument) == -1)
        give_up(f, "before exec");
    if (sandbox_apply() == -1)
        give_up(f, "its sandbox");
    execvp(w->command[0], w->command);
    give_up(f, w->command[0]);
}
