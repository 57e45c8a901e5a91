/*
 * syscalls.c: the system calls that the observer sees, as a table.
 */
#include "watch/syscalls.h"

#include <linux/audit.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/syscall.h>

#if defined __x86_64__
#define MACHINE AUDIT_ARCH_X86_64
#elif defined __aarch64__
#define MACHINE AUDIT_ARCH_AARCH64
#else
#define MACHINE 0               /* the filter will be refused */
#endif

/* A row's columns after its kind: descriptor, asked, text, timeout. arm64 lacks
 * the older calls. */
const struct syscall_row syscall_rows[] = {
    { "accept", SYS_accept, CALL_ACCEPT, 0, -1, -1, -1, NO_TIMEOUT },
    { "accept4", SYS_accept4, CALL_ACCEPT, 0, -1, -1, -1, NO_TIMEOUT },
    { "connect", SYS_connect, CALL_CONNECT, 0, -1, -1, -1, NO_TIMEOUT },
    { "read", SYS_read, CALL_READ, 0, 2, 1, -1, NO_TIMEOUT },
    { "readv", SYS_readv, CALL_READ, 0, -1, -1, -1, NO_TIMEOUT },
    { "recvfrom", SYS_recvfrom, CALL_READ, 0, 2, 1, -1, NO_TIMEOUT },
    { "recvmsg", SYS_recvmsg, CALL_READ, 0, -1, -1, -1, NO_TIMEOUT },
    { "write", SYS_write, CALL_WRITE, 0, 2, 1, -1, NO_TIMEOUT },
    { "writev", SYS_writev, CALL_WRITE, 0, -1, -1, -1, NO_TIMEOUT },
    { "sendto", SYS_sendto, CALL_WRITE, 0, 2, 1, -1, NO_TIMEOUT },
    { "sendmsg", SYS_sendmsg, CALL_WRITE, 0, -1, -1, -1, NO_TIMEOUT },
    { "sendfile", SYS_sendfile, CALL_WRITE, 0, 3, -1, -1, NO_TIMEOUT },
    { "splice", SYS_splice, CALL_WRITE, 2, 4, -1, -1, NO_TIMEOUT },
    { "close", SYS_close, CALL_CLOSE, 0, -1, -1, -1, NO_TIMEOUT },
    { "shutdown", SYS_shutdown, CALL_CLOSE, 0, -1, -1, -1, NO_TIMEOUT },
#ifdef SYS_select
    { "select", SYS_select, CALL_WAIT, -1, 0, -1, 4, TIMEOUT_STRUCT },
#endif
    { "pselect6", SYS_pselect6, CALL_WAIT, -1, 0, -1, 4, TIMEOUT_STRUCT },
#ifdef SYS_poll
    { "poll", SYS_poll, CALL_WAIT, -1, 1, -1, 2, TIMEOUT_MS },
#endif
    { "ppoll", SYS_ppoll, CALL_WAIT, -1, 1, -1, 2, TIMEOUT_STRUCT },
#ifdef SYS_epoll_create
    { "epoll_create", SYS_epoll_create, CALL_ARRANGE, -1, -1, -1, -1,
      NO_TIMEOUT },
#endif
    { "epoll_create1", SYS_epoll_create1, CALL_ARRANGE, -1, -1, -1, -1,
      NO_TIMEOUT },
    { "epoll_ctl", SYS_epoll_ctl, CALL_ARRANGE, 2, -1, -1, -1, NO_TIMEOUT },
#ifdef SYS_epoll_wait
    { "epoll_wait", SYS_epoll_wait, CALL_WAIT, -1, 2, -1, 3, TIMEOUT_MS },
#endif
    { "epoll_pwait", SYS_epoll_pwait, CALL_WAIT, -1, 2, -1, 3, TIMEOUT_MS },
#ifdef SYS_epoll_pwait2
    { "epoll_pwait2", SYS_epoll_pwait2, CALL_WAIT, -1, 2, -1, 3,
      TIMEOUT_STRUCT },
#endif
    { "io_uring_enter", SYS_io_uring_enter, CALL_WAIT, 0, -1, -1, 2,
      TIMEOUT_MS },
    { "rt_sigtimedwait", SYS_rt_sigtimedwait, CALL_WAIT, -1, -1, -1, 2,
      TIMEOUT_STRUCT },
    { "rt_sigsuspend", SYS_rt_sigsuspend, CALL_WAIT, -1, -1, -1, -1,
      NO_TIMEOUT },
#ifdef SYS_pause
    { "pause", SYS_pause, CALL_WAIT, -1, -1, -1, -1, NO_TIMEOUT },
#endif
    { "rt_sigprocmask", SYS_rt_sigprocmask, CALL_ARRANGE, -1, -1, -1, -1,
      NO_TIMEOUT },
    { "fcntl", SYS_fcntl, CALL_ARRANGE, 0, -1, -1, -1, NO_TIMEOUT },
    { "nanosleep", SYS_nanosleep, CALL_SLEEP, -1, -1, -1, -1, NO_TIMEOUT },
    { "clock_nanosleep", SYS_clock_nanosleep, CALL_SLEEP, -1, -1, -1, -1,
      NO_TIMEOUT },
    { "futex", SYS_futex, CALL_SLEEP, -1, -1, -1, -1, NO_TIMEOUT },
    { "wait4", SYS_wait4, CALL_SLEEP, -1, -1, -1, 2, TIMEOUT_FLAG },
    { "waitid", SYS_waitid, CALL_SLEEP, -1, -1, -1, 3, TIMEOUT_FLAG },
    { "restart_syscall", SYS_restart_syscall, CALL_SLEEP, -1, -1, -1, -1,
      NO_TIMEOUT },
#ifdef SYS_fork
    { "fork", SYS_fork, CALL_TASK, -1, -1, -1, -1, NO_TIMEOUT },
    { "vfork", SYS_vfork, CALL_TASK, -1, -1, -1, -1, NO_TIMEOUT },
#endif
    { "clone", SYS_clone, CALL_TASK, -1, -1, -1, -1, NO_TIMEOUT },
    { "clone3", SYS_clone3, CALL_TASK, -1, -1, -1, -1, NO_TIMEOUT },
    { "exit", SYS_exit, CALL_TASK, -1, -1, -1, -1, NO_TIMEOUT },
    { "exit_group", SYS_exit_group, CALL_TASK, -1, -1, -1, -1, NO_TIMEOUT },
};

const int syscall_rows_count = sizeof syscall_rows / sizeof *syscall_rows;

int syscall_find(uint64_t number)
{
    for (int i = 0; i < syscall_rows_count; i++)
        if ((uint64_t)syscall_rows[i].number == number)
            return i;
    return -1;
}

unsigned short syscall_filter(struct sock_filter to[SYSCALL_FILTER_MOST])
{
    const struct sock_filter load_machine = BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
        offsetof(struct seccomp_data, arch));
    const struct sock_filter load_number = BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
        offsetof(struct seccomp_data, nr));
    unsigned short n = 0, stop = (unsigned short)(syscall_rows_count + 4);

    if (MACHINE == 0)
        return 0;
    to[n++] = load_machine;
    to[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, MACHINE,
                                           1, 0);
    to[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K,
                                           SECCOMP_RET_ALLOW);
    to[n++] = load_number;
    for (int i = 0; i < syscall_rows_count; i++, n++)
        to[n] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K,
            (unsigned)syscall_rows[i].number, (unsigned char)(stop - n), 0);
    to[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K,
                                           SECCOMP_RET_ALLOW);
    to[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K,
                                           SECCOMP_RET_TRACE);
    return n;
}
