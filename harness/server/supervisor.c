/*
 * supervisor.c: the parent of what we run, and the end of all it started.
 */
#include "server/supervisor.h"

#include "lib/deadline.h"
#include "lib/descriptors.h"
#include "server/bounded_log.h"
#include "server/exec.h"
#include "server/guardian.h"
#include "server/port.h"
#include "server/procfs.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LOGS = 2 };

struct supervisor {
    const struct spawn *spawn;
    struct failure *failure;
    struct bounded_log *logs;   /* of stdout and stderr; NULL: it keeps ours */
    pid_t child;                /* the command's process */
    bool reaped;                /* and its number may be another's */
    bool detached;
    int line, signals, owner, listener;         /* -1: none */
    int64_t lifetime;           /* a deadline; 0: none */
    struct report report;
};

static void drain_logs(struct supervisor *s)
{
    for (int i = 0; s->logs && i < LOGS; i++)
        bounded_log_drain(&s->logs[i]);
}

/* All that the server has written so far is then in its logs. */
static void tell(struct supervisor *s, enum report_kind kind)
{
    drain_logs(s);
    s->report.kind = kind;
    if (s->failure && s->failure->error) {
        s->report.error = s->failure->error;
        memcpy(s->report.what, s->failure->what, sizeof s->report.what);
    }
    if (s->line >= 0)
        send(s->line, &s->report, sizeof s->report, MSG_NOSIGNAL);
}

/* Reaps all but the command's own process. Returns how many live; *status is
 * that of the last one reaped. The children of one that is reaped have become
 * ours, so it looks again. */
static int reap_orphans(const struct supervisor *s, int *status)
{
    pid_t pids[PROCFS_MOST];
    int alive, reaped;

    do {
        int n = procfs_children(getpid(), pids);
        alive = reaped = 0;
        for (int i = 0; i < n; i++) {
            pid_t pid = pids[i] == s->child ? -1
                : waitpid(pids[i], status, WNOHANG);
            alive += pid == 0;
            reaped += pid > 0;
        }
    } while (reaped > 0);
    return alive;
}

/* Has the command's process ended? Leaves it a zombie. The system call, unlike
 * its wrapper in libc, tells the usage too. */
static bool has_ended(struct supervisor *s)
{
    siginfo_t info = { .si_pid = 0 };

    if (syscall(SYS_waitid, P_PID, s->child, &info,
                WEXITED | WNOHANG | WNOWAIT, &s->report.usage) == -1
        || info.si_pid == 0)
        return false;
    s->report.status = info.si_code == CLD_EXITED
        ? info.si_status << 8 : info.si_status;         /* wait(2) */
    return true;
}

/* A process that ends with status 0 while one that it started lives on has gone
 * into the background, as daemons do: the server is not over. It is once that
 * one ends, and with its status. */
static bool is_over(struct supervisor *s)
{
    int status = 0, alive;
    bool ended;

    do {
        ended = has_ended(s);   /* first: its children are then ours */
        alive = reap_orphans(s, &status);
    } while (!ended && has_ended(s));
    if (ended && s->report.status == 0 && !alive)
        s->report.status = status;
    return ended
        && (s->report.status != 0 || !alive || s->spawn->foreground);
}

static void look_after_children(struct supervisor *s)
{
    struct signalfd_siginfo ignored;

    while (read(s->signals, &ignored, sizeof ignored) > 0)
        continue;
    if (s->report.ended || !is_over(s))
        return;
    s->report.ended = true;
    tell(s, REPORT_ENDED);
}

static void close_line(struct supervisor *s)
{
    close(s->line);
    s->line = -1;
}

/* The lease begins now: the server listens. */
static void detach(struct supervisor *s)
{
    s->detached = true;
    if (s->spawn->lease)
        s->lifetime = deadline_in(s->spawn->lease->lifetime);
}

enum next { GO_ON, STOP_GENTLY, STOP_AT_ONCE };

static enum next take_order(struct supervisor *s)
{
    struct order_message m;
    ssize_t n = recv(s->line, &m, sizeof m, MSG_DONTWAIT);

    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return GO_ON;
    if (n == sizeof m)
        deadline_scale = m.scale;
    if (n == sizeof m && m.order == ORDER_STOP)
        return STOP_GENTLY;
    if (n == sizeof m && m.order == ORDER_DETACH)
        detach(s);
    else if (!s->detached)
        return STOP_AT_ONCE;
    close_line(s);
    return GO_ON;
}

static enum next wait_once(struct supervisor *s)
{
    enum { LINE, SIGNALS, OWNER, LISTENER, OUT, ERR, EVENTS };
    struct pollfd events[EVENTS] = {
        { .fd = s->line, .events = POLLIN },
        { .fd = s->signals, .events = POLLIN },
        { .fd = s->owner, .events = POLLIN },
        { .fd = s->line < 0 ? s->listener : -1, .events = POLLIN },
        { .fd = s->logs ? s->logs[0].pipe : -1, .events = POLLIN },
        { .fd = s->logs ? s->logs[1].pipe : -1, .events = POLLIN },
    };
    int n = poll(events, EVENTS, s->lifetime ? deadline_left(s->lifetime) : -1);

    if (n == 0 || events[OWNER].revents)
        return STOP_GENTLY;
    if (events[OUT].revents || events[ERR].revents)
        drain_logs(s);
    if (events[SIGNALS].revents)
        look_after_children(s);
    if (events[LISTENER].revents)
        s->line = accept4(s->listener, NULL, NULL, SOCK_CLOEXEC);
    return events[LINE].revents ? take_order(s) : GO_ON;
}

/* Reaps all that has ended; returns whether anything is left. */
static bool reap_all(struct supervisor *s)
{
    struct rusage usage;
    int status;
    pid_t pid;

    while ((pid = wait4(-1, &status, WNOHANG, &usage)) > 0) {
        if (pid != s->child)
            continue;
        s->reaped = true;
        if (s->report.ended)    /* by itself, as was told */
            continue;
        s->report.status = status;
        s->report.usage = usage;
    }
    return pid == 0;
}

/* Reaps until nothing is left or the deadline has come. Returns whether
 * something is left. */
static bool are_left(struct supervisor *s, int64_t deadline)
{
    struct pollfd events[] = {
        { .fd = s->signals, .events = POLLIN },
        { .fd = s->logs ? s->logs[0].pipe : -1, .events = POLLIN },
        { .fd = s->logs ? s->logs[1].pipe : -1, .events = POLLIN },
    };
    struct signalfd_siginfo ignored;
    bool left;

    while ((left = reap_all(s)) && deadline_left(deadline) > 0) {
        poll(events, 3, deadline_left(deadline));
        drain_logs(s);
        while (read(s->signals, &ignored, sizeof ignored) > 0)
            continue;
    }
    return left;
}

/* Sends SIGTERM to the command's group, and to what has left it. */
static void terminate(struct supervisor *s)
{
    pid_t pids[PROCFS_MOST];
    int n = procfs_descendants(getpid(), pids);

    kill(-s->child, SIGTERM);
    kill(-s->child, SIGCONT);
    for (int i = 0; i < n; i++)
        if (getpgid(pids[i]) != s->child)
            kill(pids[i], SIGTERM);
}

static void kill_all(struct supervisor *s)
{
    int64_t deadline = deadline_in(KILL_SECONDS);

    if (!s->reaped && !s->spawn->foreground)
        kill(-s->child, SIGKILL);
    do
        guardian_kill_children();
    while (are_left(s, deadline_in(0.05)) && deadline_left(deadline) > 0);
}

static void end(struct supervisor *s, bool gently)
{
    if (gently && !s->spawn->foreground) {
        s->report.ended = s->report.ended || is_over(s);
        terminate(s);
        s->report.killed = are_left(s, deadline_in(GRACE_SECONDS));
    }
    if (reap_all(s))
        kill_all(s);
}

/* Away from muxlab's terminal and process group. */
static void leave_muxlab(const struct spawn *w)
{
    if (w->foreground)
        setpgid(0, 0);
    else
        setsid();
}

/* Every signal is blocked: only the line and the lease end us. */
static const char *open_lease(struct supervisor *s, const struct lease *lease)
{
    sigset_t child;

    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    s->signals = signalfd(-1, &child, SFD_NONBLOCK | SFD_CLOEXEC);
    if (s->signals < 0)
        return "signalfd";
    s->failure = mmap(NULL, sizeof *s->failure, PROT_READ | PROT_WRITE,
                      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (s->failure == MAP_FAILED) {
        s->failure = NULL;
        return "shared memory";
    }
    if (!lease)
        return NULL;
    s->listener = lease->listener;
    if (lease->owner)
        s->owner = (int)syscall(SYS_pidfd_open, lease->owner, 0);
    if (lease->owner && s->owner < 0 && errno == ESRCH)
        s->lifetime = deadline_now();
    return NULL;
}

/* The command's standard streams become ours, and from us its. */
static const char *open_streams(struct supervisor *s)
{
    static struct bounded_log logs[LOGS];
    int files[LOGS] = { s->spawn->out, s->spawn->err };
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);

    if (null < 0 || dup2(null, STDIN_FILENO) < 0)
        return "/dev/null";
    for (int i = 0; i < LOGS; i++) {
        int end = bounded_log_open(&logs[i], files[i]);
        if (end < 0 || dup2(end, STDOUT_FILENO + i) < 0)
            return "pipe";
        close(end);
    }
    close(null);
    s->logs = logs;
    return NULL;
}

static void keep_only_ours(const struct supervisor *s)
{
    int kept[] = { s->line, s->signals, s->owner, s->listener, -1, -1, -1, -1 };

    for (int i = 0; s->logs && i < LOGS; i++) {
        kept[4 + i] = s->logs[i].pipe;
        kept[6 + i] = s->logs[i].file;
    }
    descriptors_close_others(kept, sizeof kept / sizeof *kept);
}

/* Forks the command's process. Returns NULL, or what failed (errno). */
static const char *begin(struct supervisor *s)
{
    const struct spawn *w = s->spawn;
    pid_t self = getpid();
    const char *failed = open_lease(s, w->lease);

    prctl(PR_SET_CHILD_SUBREAPER, 1);
    if (!failed && !w->foreground)
        failed = open_streams(s);
    if (failed)
        return failed;
    s->child = fork();
    if (s->child == 0)
        exec_become(w, s->failure, self);
    if (s->child < 0)
        return "fork";
    setpgid(s->child, w->group ? w->group : s->child);
    return NULL;
}

static _Noreturn void supervise(const struct spawn *w, int line)
{
    struct supervisor s = {
        .spawn = w, .line = line, .signals = -1, .owner = -1, .listener = -1,
    };
    enum next next = GO_ON;

    leave_muxlab(w);
    deadline_cap = 0;
    const char *failed = guardian_become(!w->lease) == -1 ? "fork" : begin(&s);
    if (failed) {
        s.report.error = errno;
        snprintf(s.report.what, sizeof s.report.what, "%s", failed);
        s.report.ended = true;
        tell(&s, REPORT_ENDED);
        _exit(1);
    }
    keep_only_ours(&s);
    s.report.pid = s.child;
    s.report.supervisor = getpid();
    tell(&s, REPORT_STARTED);
    while (next == GO_ON)
        next = wait_once(&s);
    end(&s, next == STOP_GENTLY);
    port_forget_path(w->path);
    tell(&s, REPORT_STOPPED);
    kill(getppid(), SIGCONT);   /* the server may have stopped it */
    _exit(0);
}

pid_t supervisor_start(const struct spawn *what, int *line)
{
    int ends[2];

    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) == -1)
        return -1;
    pid_t pid = guardian_fork();
    if (pid == 0)
        supervise(what, ends[1]);
    close(ends[1]);
    if (pid > 0)
        *line = ends[0];
    else
        close(ends[0]);
    return pid;
}
