/*
 * syscalls.h: the system calls an observed server is stopped at, as a table.
 *
 * They are the ones by which a server waits, moves bytes, takes in and lets go
 * of clients, and makes and ends threads and processes. All others run at full
 * speed, unseen.
 */
#ifndef SYSCALLS_H
#define SYSCALLS_H

#include <linux/filter.h>
#include <stdint.h>

enum syscall_kind {
    CALL_ACCEPT,
    CALL_READ,
    CALL_WRITE,
    CALL_WAIT,                  /* for many: select and its successors */
    CALL_ARRANGE,               /* says whom to wait for: epoll_ctl */
    CALL_CLOSE,
    CALL_SLEEP,                 /* for no descriptor: futex, nanosleep */
    CALL_TASK                   /* makes or ends a thread or a process */
};

/* Where a wait call is told how long it may take. */
enum syscall_timeout { NO_TIMEOUT, TIMEOUT_MS, TIMEOUT_STRUCT };

struct syscall_row {
    const char *name;
    long number;                /* SYS_read; they differ between machines */
    enum syscall_kind kind;
    int8_t fd;                  /* which argument (0 to 5); -1: none */
    int8_t asked;               /* likewise: how many bytes or descriptors */
    int8_t text;                /* likewise: where the bytes are */
    int8_t patience;            /* likewise: the timeout */
    enum syscall_timeout timeout;
};

extern const struct syscall_row syscall_rows[];
extern const int syscall_rows_count;

/* The row of a system call number; -1: not one of ours. */
int syscall_find(uint64_t number);

/* Writes a seccomp filter that stops at each call of the table into to[], and
 * returns its length, at most SYSCALL_FILTER_MOST; 0: not on this machine.
 * seccomp(2), bpf(2). */
enum { SYSCALL_FILTER_MOST = 64 };
unsigned short syscall_filter(struct sock_filter to[SYSCALL_FILTER_MOST]);

#endif
