/*
 * syscalls.h: the system calls that the observer sees, as a table.
 *
 * They are those by which a program waits, moves bytes, accepts and closes
 * clients, connects, and makes and ends threads and processes. All others run
 * at full speed, unseen.
 */
#ifndef SYSCALLS_H
#define SYSCALLS_H

#include <linux/filter.h>
#include <stdint.h>

enum syscall_kind {
    CALL_ACCEPT,
    CALL_CONNECT,
    CALL_READ,
    CALL_WRITE,
    CALL_WAIT,                  /* for many: select and the like */
    CALL_ARRANGE,               /* says what to wait for, and how */
    CALL_CLOSE,
    CALL_SLEEP,                 /* for something else: futex, nanosleep */
    CALL_TASK                   /* makes or ends a thread or a process */
};

/* In which form a call is told how long it may wait. */
enum syscall_timeout {
    NO_TIMEOUT,
    TIMEOUT_MS,                 /* or a count to wait for: 0 does not wait */
    TIMEOUT_STRUCT,             /* timespec or timeval, by address */
    TIMEOUT_FLAG                /* WNOHANG: does not wait */
};

struct syscall_row {
    const char *name;
    long number;                /* SYS_read; they differ between machines */
    enum syscall_kind kind;
    /* Which argument (0 to 5; -1: none) is ... */
    int8_t fd;
    int8_t asked;               /* the number of bytes or descriptors */
    int8_t text;                /* the address of the bytes */
    int8_t patience;            /* the timeout */
    enum syscall_timeout timeout;
};

extern const struct syscall_row syscall_rows[];
extern const int syscall_rows_count;

/* The row of a system call's number; -1: not in the table. */
int syscall_find(uint64_t number);

/* Writes a seccomp filter that stops at each call of the table into to[].
 * Returns its length; 0: not on this machine. seccomp(2), bpf(2). */
enum { SYSCALL_FILTER_MOST = 64 };
unsigned short syscall_filter(struct sock_filter to[SYSCALL_FILTER_MOST]);

#endif
