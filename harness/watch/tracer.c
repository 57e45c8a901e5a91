/*
 * tracer.c: the observer.
 *
 * A seccomp filter stops the server at the calls of calls.h, and at no others;
 * we note the moment, let it go on to the end of the call, and note what came
 * of it. A process or thread that it starts is traced from birth.
 */
#include "watch/tracer.h"

#include "lib/deadline.h"
#include "watch/syscalls.h"
#include "watch/trace.h"
#include "watch/tracee.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* Results that only the kernel and a tracer see: it will begin the call again,
 * unless a signal's handler comes between. */
enum { ERESTART_FIRST = 512, ERESTART_LAST = 516 };

struct tracer {
    struct trace *trace;
    pid_t server;
    int status;                 /* the server's, once it has ended */
};

static bool syscall_info(pid_t tid, struct __ptrace_syscall_info *info)
{
    return ptrace(PTRACE_GET_SYSCALL_INFO, tid, sizeof *info, info) > 0;
}

/* A failure means that it has been killed meanwhile: wait will say so. */
static void resume(const struct tracee *task, int signal)
{
    ptrace(task->inside ? PTRACE_SYSCALL : PTRACE_CONT, task->tid, NULL,
           signal);
}

/* The same call begun again is still the same call to the program. */
static bool goes_on(const struct tracee *task,
                    const struct __ptrace_syscall_info *info, int row)
{
    if (!task->restarts)
        return false;
    if (strcmp(syscall_rows[row].name, "restart_syscall") == 0)
        return true;
    return row == task->call.row &&
           memcmp(task->args, info->seccomp.args, sizeof task->args) == 0;
}

/* Before a call: here its arguments could be changed, or the call refused. */
static void begin_call(struct tracer *t, struct tracee *task)
{
    struct __ptrace_syscall_info info;
    int row;

    if (!syscall_info(task->tid, &info)) {
        t->trace->refused = errno == ESRCH ? 0 : errno;
        return;
    }
    if (info.op != PTRACE_SYSCALL_INFO_SECCOMP)
        return;
    row = syscall_find(info.seccomp.nr);
    if (row == -1)
        return;
    task->inside = true;
    if (!goes_on(task, &info, row)) {
        tracee_finish(task, t->trace);
        tracee_begin(task, row, (const uint64_t *)info.seccomp.args);
    }
    task->restarts = false;
    if (syscall_rows[row].number == SYS_exit ||
        syscall_rows[row].number == SYS_exit_group)
        tracee_end(task, t->trace, 0);
}

/* After it: here its result could be changed. */
static void end_call(struct tracer *t, struct tracee *task)
{
    struct __ptrace_syscall_info info;

    if (!task->inside || !syscall_info(task->tid, &info) ||
        info.op != PTRACE_SYSCALL_INFO_EXIT)
        return;
    if (info.exit.rval <= -ERESTART_FIRST &&
        info.exit.rval >= -ERESTART_LAST)
        tracee_interrupt(task);
    else
        tracee_end(task, t->trace, info.exit.rval);
}

/* SIGSTOP and its like stop a whole process: it stays stopped until SIGCONT,
 * of which PTRACE_LISTEN lets it hear. */
static void group_stop(const struct tracee *task, int signal)
{
    bool stops = signal == SIGSTOP || signal == SIGTSTP ||
                 signal == SIGTTIN || signal == SIGTTOU;

    if (stops)
        ptrace(PTRACE_LISTEN, task->tid, NULL, 0);
    else
        resume(task, 0);
}

static void attend(struct tracer *t, struct tracee *task, int status)
{
    int signal = WSTOPSIG(status);

    switch (status >> 16) {
    case PTRACE_EVENT_SECCOMP:
        begin_call(t, task);
        break;
    case PTRACE_EVENT_EXEC:
        tracee_abandon(task, t->trace);
        break;
    case PTRACE_EVENT_STOP:
        group_stop(task, signal);
        return;
    case 0:
        if (signal != (SIGTRAP | 0x80)) {
            resume(task, signal);       /* its own, and delivered now */
            return;
        }
        end_call(t, task);
        break;
    }
    resume(task, 0);
}

/* Until the server has failed, or nothing that is traced is left: a server
 * that ends well while a child of its lives on has gone into the background,
 * as daemons do. */
static void observe(struct tracer *t)
{
    int status;
    pid_t tid;

    while (t->status == 0 && (tid = waitpid(-1, &status, __WALL)) > 0) {
        if (WIFSTOPPED(status)) {
            attend(t, tracee_find(tid), status);
            continue;
        }
        tracee_leave(tid, t->trace);
        if (tid == t->server)
            t->status = status;
    }
    tracee_leave_all(t->trace);
}

/* Ends as the server did, so that whoever waits for us learns of it. */
static _Noreturn void end_alike(int status)
{
    struct rlimit no_core = { 0, 0 };

    if (WIFEXITED(status))
        _exit(WEXITSTATUS(status));
    setrlimit(RLIMIT_CORE, &no_core);
    signal(WTERMSIG(status), SIG_DFL);
    raise(WTERMSIG(status));
    sigprocmask(SIG_SETMASK, &(sigset_t){ 0 }, NULL);
    _exit(128 + WTERMSIG(status));
}

/* In the child. Only after it has been seized does the filter find a tracer;
 * without one, its calls would fail. (A sanitizer's search for leaks would have
 * to trace its own process, which no two can.) */
static int accept_filter(struct trace *t, int seized)
{
    struct sock_filter filter[SYSCALL_FILTER_MOST];
    struct sock_fprog program = { .filter = filter };
    char byte;

    if (read(seized, &byte, 1) != 1)
        _exit(127);
    close(seized);
    setenv("LSAN_OPTIONS", "detect_leaks=0", 1);
    program.len = syscall_filter(filter);
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
        prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0)
        return 0;
    t->refused = errno;
    return -1;
}

static int seize(pid_t pid)
{
    long options = PTRACE_O_EXITKILL | PTRACE_O_TRACESYSGOOD |
                   PTRACE_O_TRACESECCOMP | PTRACE_O_TRACEFORK |
                   PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE |
                   PTRACE_O_TRACEEXEC;

    return (int)ptrace(PTRACE_SEIZE, pid, NULL, options);
}

/* In the parent. Returns only if tracing is refused. */
static void trace_child(struct trace *trace, pid_t child, int gate)
{
    struct tracer t = { .trace = trace, .server = child };

    if (seize(child) == -1 || write(gate, "", 1) != 1) {
        trace->refused = errno;
        close(gate);
        kill(child, SIGKILL);
        waitpid(child, NULL, 0);
        errno = trace->refused;
        return;
    }
    close(gate);
    trace->pid = child;
    observe(&t);
    end_alike(t.status);
}

int tracer_become(struct trace *t)
{
    sigset_t all, before;
    int gate[2];
    pid_t child;

    if (pipe(gate) == -1)
        return -1;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, &before);
    child = fork();
    if (child == 0) {
        close(gate[1]);
        sigprocmask(SIG_SETMASK, &before, NULL);
        return accept_filter(t, gate[0]);
    }
    close(gate[0]);
    if (child > 0)
        trace_child(t, child, gate[1]);
    t->refused = errno;
    return -1;
}

const char *tracer_remedy(int error)
{
    if (error == EPERM || error == EACCES)
        return "ptrace is not allowed here; in a container start it with "
               "--cap-add=SYS_PTRACE, else see kernel.yama.ptrace_scope";
    if (error == EINVAL || error == ENOSYS || error == EIO)
        return "cannot be observed here: that takes x86-64 or arm64, Linux "
               "5.3 or later, and seccomp filters";
    return strerror(error);
}
