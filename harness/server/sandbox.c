/*
 * sandbox.c: what a command from a stranger may use, and as which user it runs.
 */
#include "server/sandbox.h"

#include <grp.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

static const struct sandbox *limits;

void sandbox_confine(const struct sandbox *to)
{
    limits = to;
}

const char *sandbox_home(void)
{
    return limits ? limits->home : NULL;
}

/* prlimit(2) of ourselves. The libcs disagree on the type of `resource`, so
 * that a variable fits into none of their functions without a warning. */
static int change_limit(int resource, const struct rlimit *to,
                        struct rlimit *from)
{
    return (int)syscall(SYS_prlimit64, 0, resource, to, from);
}

/* Lowers the limit; 0, or one that is lower already, leaves it as it is. */
static int lower(int resource, long most, rlim_t unit)
{
    struct rlimit limit;

    if (most == 0 || change_limit(resource, NULL, &limit) == -1)
        return most == 0 ? 0 : -1;
    if (limit.rlim_max > (rlim_t)most * unit)
        limit.rlim_max = (rlim_t)most * unit;
    limit.rlim_cur = limit.rlim_max;
    return change_limit(resource, &limit, NULL);
}

static int lower_all(void)
{
    enum { MIB = 1 << 20 };
    struct rlimit no_core = { 0, 0 };

    if (lower(RLIMIT_CPU, limits->cpu, 1) == -1
        || lower(RLIMIT_AS, limits->memory, MIB) == -1
        || lower(RLIMIT_FSIZE, limits->file, MIB) == -1
        || setrlimit(RLIMIT_CORE, &no_core) == -1)
        return -1;
    return limits->user ? lower(RLIMIT_NPROC, limits->processes, 1) : 0;
}

/* Of our environment only PATH, HOST and PORT are kept. */
static void clean_environment(void)
{
    static const char *const kept[] = { "PATH=", "HOST=", "PORT=" };
    enum { KEPT = sizeof kept / sizeof *kept };
    static char home[PATH_MAX], tmpdir[PATH_MAX], lang[] = "LANG=C.UTF-8";
    static char *clean[KEPT + 4] = { home, tmpdir, lang };
    int n = 3;

    snprintf(home, sizeof home, "HOME=%s", limits->home);
    snprintf(tmpdir, sizeof tmpdir, "TMPDIR=%s", limits->home);
    for (char **word = environ; *word; word++)
        for (int i = 0; i < KEPT && n < KEPT + 3; i++)
            if (strncmp(*word, kept[i], strlen(kept[i])) == 0)
                clean[n++] = *word;
    environ = clean;
}

/* A process that changes its user no longer gets the signal for its parent's
 * death, so we ask for it again. */
static int become_user(void)
{
    if (limits->user == 0)
        return 0;
    if (setgroups(0, NULL) == -1
        || setresgid(limits->group, limits->group, limits->group) == -1
        || setresuid(limits->user, limits->user, limits->user) == -1)
        return -1;
    return prctl(PR_SET_PDEATHSIG, SIGKILL);
}

int sandbox_apply(void)
{
    if (!limits)
        return 0;
    clean_environment();
    if (lower_all() == -1 || become_user() == -1)
        return -1;
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}
