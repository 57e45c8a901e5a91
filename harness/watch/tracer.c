/*
 * tracer.c: the observer.
 *
 * A seccomp filter stops the server at the calls in syscalls.c and at no
 * others. We note the moment, let the call run to its end, and note its result.
 * Processes and threads that the server starts are traced from their birth.
 */
#include "watch/tracer.h"

#include "lib/deadline.h"
#include "watch/inject.h"
#include "watch/syscalls.h"
#include "watch/trace.h"
#include "watch/tracee.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* Results that only a tracer sees: the kernel will begin the call again, unless
 * a signal handler runs first. */
enum { ERESTART_FIRST = 512, ERESTART_LAST = 516 };

struct tracer {
    struct trace *trace;
    const struct inject *inject;
    pid_t server;
    int status;                 /* the server's, once it has ended */
};

static bool syscall_info(pid_t tid, struct __ptrace_syscall_info *info)
{
    return ptrace(PTRACE_GET_SYSCALL_INFO, tid, sizeof *info, info) > 0;
}

/* If this fails, it has just been killed: wait will say so. */
static void resume(const struct tracee *tracee, int signal)
{
    ptrace(tracee->inside ? PTRACE_SYSCALL : PTRACE_CONT, tracee->tid, NULL,
           signal);
}

/* For the program, a call that is begun again is still the same call. */
static bool goes_on(const struct tracee *tracee,
                    const struct __ptrace_syscall_info *info, int row)
{
    if (!tracee->restarts)
        return false;
    if (strcmp(syscall_rows[row].name, "restart_syscall") == 0)
        return true;
    return row == tracee->call.row
           && memcmp(tracee->args, info->seccomp.args,
                     sizeof tracee->args) == 0;
}

/* Before a call, and before it is begun again: puts the fault into it that was
 * chosen. */
static void put_fault(struct tracer *t, struct tracee *tracee)
{
    const struct fault *fault = &tracee->fault;
    bool skipped = fault->error != 0 && tracee_skip(tracee, fault->error);
    bool cut = fault->error == 0 && fault->most != 0
               && tracee_shorten(tracee, fault->most);

    if (!skipped && !cut)
        return;
    t->trace->injected += !tracee->call.injected && !fault->natural;
    tracee->call.injected = !fault->natural;
    if (skipped)
        tracee_end(tracee, t->trace, -fault->error);
}

/* Before a call. If the kernel does not tell which, it cannot be observed, and
 * what we trace ends with us. */
static void begin_call(struct tracer *t, struct tracee *tracee)
{
    struct __ptrace_syscall_info info;
    int row;

    if (!syscall_info(tracee->tid, &info)) {
        if (errno == ESRCH)
            return;
        t->trace->refused = errno;
        _exit(127);
    }
    if (info.op != PTRACE_SYSCALL_INFO_SECCOMP)
        return;
    row = syscall_find(info.seccomp.nr);
    if (row == -1)
        return;
    tracee->inside = true;
    if (!goes_on(tracee, &info, row)) {
        tracee_finish(tracee, t->trace);
        tracee_begin(tracee, t->trace, row,
                     (const uint64_t *)info.seccomp.args);
        inject_choose(t->inject, tracee);
    }
    tracee->restarts = false;
    put_fault(t, tracee);
    if (syscall_rows[row].number == SYS_exit
        || syscall_rows[row].number == SYS_exit_group)
        tracee_end(tracee, t->trace, 0);
}

static void finish_call(struct tracer *t, struct tracee *tracee,
                        int64_t result)
{
    tracee_end(tracee, t->trace, result);
    inject_note(t->inject, tracee);
}

/* After it. */
static void end_call(struct tracer *t, struct tracee *tracee)
{
    struct __ptrace_syscall_info info;

    if (!tracee->inside || !syscall_info(tracee->tid, &info)
        || info.op != PTRACE_SYSCALL_INFO_EXIT)
        return;
    tracee_restore(tracee);
    if (info.exit.rval <= -ERESTART_FIRST
        && info.exit.rval >= -ERESTART_LAST)
        tracee_interrupt(tracee);
    else
        finish_call(t, tracee, info.exit.rval);
}

/* SIGSTOP and the like stop a whole process. It stays stopped until SIGCONT,
 * for which PTRACE_LISTEN lets it wait. */
static void group_stop(const struct tracee *tracee, int signal)
{
    bool stops = signal == SIGSTOP || signal == SIGTSTP
                 || signal == SIGTTIN || signal == SIGTTOU;

    if (stops)
        ptrace(PTRACE_LISTEN, tracee->tid, NULL, 0);
    else
        resume(tracee, 0);
}

static void attend(struct tracer *t, struct tracee *tracee, int status)
{
    int signal = WSTOPSIG(status);

    switch (status >> 16) {
    case PTRACE_EVENT_SECCOMP:
        begin_call(t, tracee);
        break;
    case PTRACE_EVENT_EXEC:
        tracee_abandon(tracee, t->trace);
        break;
    case PTRACE_EVENT_STOP:
        group_stop(tracee, signal);
        return;
    case 0:
        if (signal != (SIGTRAP | 0x80)) {
            resume(tracee, signal);     /* a signal of its own */
            return;
        }
        end_call(t, tracee);
        break;
    }
    resume(tracee, 0);
}

/* Until the server has failed, or nothing is left to trace: a server that ends
 * well while a child of it lives on has gone into the background. */
static void observe(struct tracer *t)
{
    int status;
    pid_t tid;

    while (t->status == 0 && (tid = waitpid(-1, &status, __WALL)) > 0) {
        if (WIFSTOPPED(status)) {
            attend(t, tracee_find(tid, t->trace), status);
            continue;
        }
        tracee_leave(tid, t->trace);
        if (tid == t->server)
            t->status = status;
    }
    tracee_leave_all(t->trace);
}

/* Ends as the server did, so that our parent learns of it. */
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

/* In the child, once it is traced: with a filter and no tracer its calls would
 * fail. (LeakSanitizer traces its own process, which only one tracer can.) */
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
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
        && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0)
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
static void trace_child(struct trace *trace, const struct inject *in,
                        pid_t child, int gate)
{
    struct tracer t = { .trace = trace, .inject = in, .server = child };

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

int tracer_become(struct trace *t, const struct inject *in)
{
    sigset_t all, before;
    int gate[2], dumpable;
    pid_t child;

    if (pipe(gate) == -1)
        return -1;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, &before);
    dumpable = prctl(PR_GET_DUMPABLE);
    prctl(PR_SET_DUMPABLE, 1);          /* else not even we may trace it */
    child = fork();
    if (child == 0) {
        close(gate[1]);
        sigprocmask(SIG_SETMASK, &before, NULL);
        return accept_filter(t, gate[0]);
    }
    prctl(PR_SET_DUMPABLE, dumpable);
    close(gate[0]);
    if (child > 0)
        trace_child(t, in, child, gate[1]);
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
    static char other[100];
    snprintf(other, sizeof other, "its observer: %s", strerror(error));
    return other;
}
