/*
 * sandbox_fork.c: a process that has the machine to itself. namespaces(7)
 *
 * The process has a user namespace of its own, too: in it even a plain user may
 * make the others, and what submissions use up is counted for each alone.
 */
#include "server/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static int write_file(pid_t pid, const char *name, const char *text)
{
    char path[64];

    snprintf(path, sizeof path, "/proc/%d/%s", pid, name);
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    bool written = fd >= 0 && write(fd, text, strlen(text)) > 0;
    if (fd >= 0)
        close(fd);
    return written ? 0 : -1;
}

/* All users, or groups, that exist here have the same numbers in the new
 * namespace. Only root may map them all; any other user only itself. */
static int map(pid_t pid, const char *name, unsigned us)
{
    enum { MOST = 4096, LINE = 40 };
    char path[40], text[MOST + LINE];
    unsigned first, n;
    int used = 0;

    snprintf(path, sizeof path, "/proc/self/%s", name);
    snprintf(text, sizeof text, "%u %u 1\n", us, us);
    FILE *f = geteuid() == 0 ? fopen(path, "re") : NULL;
    while (f && used < MOST && fscanf(f, "%u %*u %u", &first, &n) == 2)
        used += snprintf(text + used, LINE, "%u %u %u\n", first, first, n);
    if (f)
        fclose(f);
    return write_file(pid, name, text);
}

static int map_users(pid_t pid)
{
    if (geteuid() != 0 && write_file(pid, "setgroups", "deny") == -1)
        return -1;
    return map(pid, "uid_map", geteuid()) == -1
        || map(pid, "gid_map", getegid()) == -1 ? -1 : 0;
}

/* The users of the new namespace are set from outside it: by a child that waits
 * for the end of the line. */
static int leave_users(void)
{
    pid_t self = getpid(), child;
    int line[2], status = 0;
    char byte;

    if (pipe2(line, O_CLOEXEC) == -1 || (child = fork()) == -1)
        return -1;
    if (child == 0) {
        close(line[1]);
        _exit(read(line[0], &byte, 1) == 0 && map_users(self) == 0
              ? 0 : errno);
    }
    int result = unshare(CLONE_NEWUSER), error = errno;
    close(line[0]);
    close(line[1]);
    if (waitpid(child, &status, 0) == child && result == 0 && status) {
        error = WEXITSTATUS(status);
        result = -1;
    }
    errno = error;
    return result;
}

static int raise_loopback(void)
{
    struct ifreq lo = { .ifr_name = "lo" };
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    int result = fd < 0 ? -1 : ioctl(fd, SIOCGIFFLAGS, &lo);

    lo.ifr_flags |= IFF_UP;
    if (result == 0)
        result = ioctl(fd, SIOCSIFFLAGS, &lo);
    if (fd >= 0)
        close(fd);
    return result;
}

static int leave_the_others(void)
{
    int spaces = CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWIPC;

    if (leave_users() == -1 || unshare(spaces) == -1)
        return -1;
    return raise_loopback();
}

/* Mounts a /proc that shows our own processes, and makes every file system
 * read-only. mount_setattr(2), which older headers do not declare. */
static int freeze_files(void)
{
    enum { RDONLY = 1, RECURSIVE = 0x8000, MOUNT_SETATTR = 442 };
    uint64_t attributes[4] = { RDONLY };

    if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == -1
        || mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC,
                 NULL) == -1)
        return -1;
    return (int)syscall(MOUNT_SETATTR, AT_FDCWD, "/", RECURSIVE, attributes,
                        sizeof attributes);
}

static _Noreturn void keep(pid_t child)
{
    int status;

    while (waitpid(child, &status, 0) == -1)
        if (errno != EINTR)
            _exit(SANDBOX_REFUSED);
    _exit(WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
}

/* Ends if the parent has gone already. */
static void end_with(pid_t parent)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(SANDBOX_REFUSED);
}

/* In the first child: makes the second, and keeps it. Returns in that one. */
static int divide(pid_t parent)
{
    end_with(parent);
    if (leave_the_others() == -1)
        return -1;
    pid_t child = fork();
    if (child > 0)
        keep(child);
    if (child < 0)
        return -1;
    end_with(0);                /* a parent outside has no number in here */
    if (freeze_files() == -1)
        return -1;
    return prctl(PR_SET_DUMPABLE, 0);
}

pid_t sandbox_fork(void)
{
    pid_t self = getpid(), pid = fork();

    if (pid == 0 && divide(self) == -1)
        _exit(SANDBOX_REFUSED);
    return pid;
}

const char *sandbox_refused(void)
{
    static char why[80];
    int status = 0;
    pid_t self = getpid(), pid = fork();

    if (pid == 0)
        _exit(divide(self) == -1 ? errno : 0);
    if (pid < 0 || waitpid(pid, &status, 0) == -1)
        status = errno << 8;     /* as from wait4(2): an exit status */
    if (status == 0)
        return NULL;
    int error = WEXITSTATUS(status);
    snprintf(why, sizeof why, "%s", error == ENOSPC
             ? "/proc/sys/user allows no more" : strerror(error));
    return why;
}

int sandbox_cover(const char *folder, int mib)
{
    char options[40];

    snprintf(options, sizeof options, "mode=700,size=%dm", mib);
    return mount("muxlab", folder, "tmpfs", MS_NOSUID | MS_NODEV, options);
}
