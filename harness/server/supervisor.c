/*
 * supervisor.c: the parent of what we run, and the end of all it started.
 */
#include "server/supervisor.h"

#include "lib/deadline.h"
#include "server/exec.h"
#include "server/procfs.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

struct supervisor {
    const struct spawn *spawn;
    struct failure *failure;
    pid_t child;                /* the command's process */
    bool reaped;                /* and its number may be another's */
    bool detached;
    int line, signals, owner, listener;         /* -1: none */
    int64_t lifetime;           /* a deadline; 0: none */
    struct report report;
};

static void tell(struct supervisor *s, enum report_kind kind)
{
    s->report.kind = kind;
    s->report.error = s->failure->error;
    memcpy(s->report.what, s->failure->what, sizeof s->report.what);
    if (s->line >= 0)
        send(s->line, &s->report, sizeof s->report, MSG_NOSIGNAL);
}

/* Reaps all but the command's own process. Returns how many live. The children
 * of one that is reaped have become ours, so it looks again. */
static int reap_orphans(const struct supervisor *s)
{
    pid_t pids[PROCFS_MOST];
    int alive, reaped;

    do {
        int n = procfs_children(getpid(), pids);
        alive = reaped = 0;
        for (int i = 0; i < n; i++) {
            pid_t pid = pids[i] == s->child ? -1
                : waitpid(pids[i], NULL, WNOHANG);
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
    s->report.status = W_EXITCODE(0, info.si_status);
    if (info.si_code == CLD_EXITED)
        s->report.status = W_EXITCODE(info.si_status, 0);
    else if (info.si_code == CLD_DUMPED)
        s->report.status |= WCOREFLAG;
    return true;
}

/* A process that ends with status 0 while one that it started lives on has gone
 * into the background, as daemons do: the server is not over. */
static bool is_over(struct supervisor *s)
{
    bool ended = has_ended(s);  /* first: its children are then ours */
    int alive = reap_orphans(s);

    return ended
        && (s->report.status != 0 || !alive || s->spawn->foreground);
}

static void look_after_children(struct supervisor *s)
{
    struct signalfd_siginfo ignored;

    while (read(s->signals, &ignored, sizeof ignored) > 0)
        continue;
    if (!is_over(s) || s->report.ended)
        return;
    s->report.ended = true;
    tell(s, REPORT_ENDED);
}

static void close_line(struct supervisor *s)
{
    close(s->line);
    s->line = -1;
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
        s->detached = true;
    else if (!s->detached)
        return STOP_AT_ONCE;
    close_line(s);
    return GO_ON;
}

static enum next wait_once(struct supervisor *s)
{
    enum { LINE, SIGNALS, OWNER, LISTENER };
    struct pollfd events[] = {
        { .fd = s->line, .events = POLLIN },
        { .fd = s->signals, .events = POLLIN },
        { .fd = s->owner, .events = POLLIN },
        { .fd = s->line < 0 ? s->listener : -1, .events = POLLIN },
    };
    int n = poll(events, 4, s->lifetime ? deadline_left(s->lifetime) : -1);

    if (n == 0 || events[OWNER].revents)
        return STOP_GENTLY;
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
        s->report.status = status;
        s->report.usage = usage;
    }
    return pid == 0;
}

/* Reaps until nothing is left or the deadline has come. Returns whether
 * something is left. */
static bool are_left(struct supervisor *s, int64_t deadline)
{
    struct pollfd signals = { .fd = s->signals, .events = POLLIN };
    struct signalfd_siginfo ignored;
    bool left;

    while ((left = reap_all(s)) && deadline_left(deadline) > 0)
        if (poll(&signals, 1, deadline_left(deadline)) > 0
            && read(s->signals, &ignored, sizeof ignored) < 0)
            break;
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

/* Kills only our own children: their numbers cannot be given to other
 * processes before we reap them. Their children then become ours. */
static void kill_all(struct supervisor *s)
{
    int64_t deadline = deadline_in(KILL_SECONDS);
    pid_t pids[PROCFS_MOST];

    if (!s->reaped && !s->spawn->foreground)
        kill(-s->child, SIGKILL);
    do {
        int n = procfs_children(getpid(), pids);
        for (int i = 0; i < n; i++)
            kill(pids[i], SIGKILL);
    } while (are_left(s, deadline_in(0.05)) && deadline_left(deadline) > 0);
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

/* Closes all descriptors from 3 up but those we use. */
static void close_others(const struct supervisor *s)
{
    int kept[] = { s->line, s->signals, s->owner, s->listener };
    unsigned from = 3;

    for (unsigned next; from != ~0U; from = next) {
        next = ~0U;
        for (int i = 0; i < 4; i++)
            if (kept[i] >= (int)from && (unsigned)kept[i] < next)
                next = (unsigned)kept[i];
        if (next > from)
            close_range(from, next - (next != ~0U), 0);
        next += next != ~0U;
    }
}

/* Leaves muxlab's terminal and pipes: our streams become the server's. */
static void leave_muxlab(const struct spawn *w)
{
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);

    setsid();
    if (null < 0 || dup2(null, 0) < 0 || dup2(w->out, 1) < 0
        || dup2(w->err, 2) < 0)
        _exit(1);
}

static void make_shared_memory(struct supervisor *s)
{
    s->failure = mmap(NULL, sizeof *s->failure, PROT_READ | PROT_WRITE,
                      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (s->failure == MAP_FAILED)
        _exit(1);
}

/* Every signal is blocked: only the line and the lease end us. */
static void open_lease(struct supervisor *s, const struct lease *lease)
{
    sigset_t all, child;

    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, NULL);
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    s->signals = signalfd(-1, &child, SFD_NONBLOCK | SFD_CLOEXEC);
    s->owner = s->listener = -1;
    if (!lease)
        return;
    s->listener = lease->listener;
    s->lifetime = deadline_in(lease->lifetime);
    if (lease->owner)
        s->owner = (int)syscall(SYS_pidfd_open, lease->owner, 0);
    if (lease->owner && s->owner < 0 && errno == ESRCH)
        s->lifetime = deadline_now();
}

static _Noreturn void supervise(const struct spawn *w, int line)
{
    struct supervisor s = { .spawn = w, .line = line };
    pid_t self = getpid();
    enum next next = GO_ON;

    if (w->foreground)
        setpgid(0, 0);
    else
        leave_muxlab(w);
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    make_shared_memory(&s);
    open_lease(&s, w->lease);
    s.child = fork();
    if (s.child == 0)
        exec_become(w, s.failure, self);
    if (s.child < 0)
        _exit(1);
    setpgid(s.child, w->foreground ? w->foreground : s.child);
    close_others(&s);
    s.report.pid = s.child;
    tell(&s, REPORT_STARTED);
    while (next == GO_ON)
        next = wait_once(&s);
    end(&s, next == STOP_GENTLY);
    tell(&s, REPORT_STOPPED);
    _exit(0);
}

pid_t supervisor_start(const struct spawn *what, int *line)
{
    int ends[2];

    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) == -1)
        return -1;
    pid_t pid = fork();
    if (pid == 0)
        supervise(what, ends[1]);
    close(ends[1]);
    if (pid > 0)
        *line = ends[0];
    else
        close(ends[0]);
    return pid;
}
