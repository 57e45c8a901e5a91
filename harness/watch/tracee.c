/*
 * tracee.c: the threads and processes under session, and the call that each
 * is in.
 */
#include "watch/tracee.h"

#include "lib/deadline.h"
#include "server/procfs.h"
#include "watch/syscalls.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum {
    CHAINS = 1024,
    SLEPT_NS = 100000           /* shorter, and it cannot be told apart */
};

static struct tracee *tasks[CHAINS];

/* A thread's process: the number that its threads share. proc(5). */
static pid_t process_of(pid_t tid)
{
    int64_t process = procfs_status(tid, "Tgid");

    return process < 0 ? tid : (pid_t)process;
}

/* Where the pointer to that task is, or would be. */
static struct tracee **place(pid_t tid)
{
    struct tracee **at = &tasks[tid % CHAINS];

    while (*at != NULL && (*at)->tid != tid)
        at = &(*at)->next;
    return at;
}

struct tracee *tracee_find(pid_t tid)
{
    struct tracee **at = place(tid), *task = *at;

    if (task != NULL)
        return task;
    task = calloc(1, sizeof *task);
    if (task == NULL)
        err(EXIT_FAILURE, "observer");
    task->tid = tid;
    task->process = process_of(tid);
    *at = task;
    return task;
}

/* Copies from the task's memory; returns how many bytes. */
static ssize_t peek(const struct tracee *task, uint64_t from, void *to,
                    size_t size)
{
    struct iovec ours = { to, size };
    struct iovec its = { (void *)(uintptr_t)from, size };

    return process_vm_readv(task->tid, &ours, 1, &its, 1, 0);
}

/* May this call wait, by its timeout? A null pointer and -1 are for ever. */
static bool is_patient(const struct tracee *task, const struct syscall_row *row)
{
    uint64_t limit[2];
    uint64_t argument = row->patience < 0 ? 1 : task->args[row->patience];

    if (row->timeout == TIMEOUT_MS)
        return (int)argument != 0;
    if (row->timeout == NO_TIMEOUT || argument == 0)
        return true;
    if (peek(task, argument, limit, sizeof limit) != sizeof limit)
        return true;
    return limit[0] != 0 || limit[1] != 0;
}

static uint64_t argument(const struct tracee *task, int which)
{
    return which < 0 ? 0 : task->args[which];
}

void tracee_begin(struct tracee *task, int row, const uint64_t args[6])
{
    const struct syscall_row *r = &syscall_rows[row];

    memcpy(task->args, args, sizeof task->args);
    task->patient = is_patient(task, r);
    task->call = (struct call){
        .times = 1,
        .process = task->process,
        .thread = task->tid,
        .row = (uint8_t)row,
        .fd = r->fd < 0 ? -1 : (int)argument(task, r->fd),
        .asked = argument(task, r->asked),
        .begin = deadline_now(),
    };
}

/* The port of whoever is at the other end of its descriptor; 0: unknown. */
static uint16_t peer_of(const struct tracee *task, int fd)
{
    struct sockaddr_in6 peer = { 0 };   /* sin_port is at the same place */
    socklen_t size = sizeof peer;
    int process = (int)syscall(SYS_pidfd_open, task->process, 0);
    int copy = process < 0 ? -1 : (int)syscall(SYS_pidfd_getfd, process, fd,
                                               0);

    if (copy >= 0) {
        getpeername(copy, (struct sockaddr *)&peer, &size);
        close(copy);
    }
    if (process >= 0)
        close(process);
    return ntohs(peer.sin6_port);
}

static void copy_text(struct tracee *task, const struct syscall_row *row)
{
    struct call *c = &task->call;
    ssize_t size = c->result < TRACE_TEXT ? c->result : TRACE_TEXT;

    if (row->text < 0 || size <= 0)
        return;
    size = peek(task, task->args[row->text], c->text, (size_t)size);
    c->text_size = size < 0 ? 0 : (uint8_t)size;
}

/* A file on a disk, or O_NONBLOCK is set. proc(5), fd and fdinfo. */
static bool never_sleeps(const struct tracee *task, int fd)
{
    char path[64], line[64];
    unsigned flags = 0;
    struct stat file;
    FILE *info;

    snprintf(path, sizeof path, "/proc/%d/fd/%d", task->process, fd);
    if (stat(path, &file) == 0 && S_ISREG(file.st_mode))
        return true;
    snprintf(path, sizeof path, "/proc/%d/fdinfo/%d", task->process, fd);
    info = fopen(path, "re");
    if (info == NULL)
        return false;
    while (fgets(line, sizeof line, info) != NULL)
        if (sscanf(line, "flags: %o", &flags) == 1)
            break;
    fclose(info);
    return flags & O_NONBLOCK;
}

/* A long call need not have slept: other threads may have had the CPU. */
static bool has_slept(const struct tracee *task)
{
    const struct call *c = &task->call;
    enum syscall_kind kind = syscall_rows[c->row].kind;

    if (c->vain || !task->patient || c->end - c->begin < SLEPT_NS)
        return false;
    if (kind <= CALL_WRITE)
        return !never_sleeps(task, c->fd);
    return kind == CALL_WAIT || kind == CALL_SLEEP;
}

void tracee_end(struct tracee *task, struct trace *trace, int64_t result)
{
    struct call *c = &task->call;
    const struct syscall_row *row = &syscall_rows[c->row];

    c->end = deadline_now();
    c->result = result;
    c->vain = row->kind <= CALL_WRITE ? result == -EAGAIN
        : row->kind == CALL_WAIT && result == 0 && !task->patient;
    c->slept = has_slept(task);
    copy_text(task, row);
    if (row->kind == CALL_ACCEPT && result >= 0)
        c->peer = peer_of(task, (int)result);
    trace_tell(trace, c);
    task->inside = false;
}

void tracee_interrupt(struct tracee *task)
{
    task->call.end = deadline_now();
    task->call.slept = has_slept(task);
    task->inside = false;
    task->restarts = true;
}

void tracee_finish(struct tracee *task, struct trace *trace)
{
    if (!task->restarts)
        return;
    task->restarts = false;
    task->call.result = -EINTR;
    trace_tell(trace, &task->call);
}

void tracee_abandon(struct tracee *task, struct trace *trace)
{
    if (task->inside || task->restarts)
        tracee_end(task, trace, TRACE_UNFINISHED);
    task->restarts = false;
    trace_flush(trace, task->tid);
}

static void leave(struct tracee **at, struct trace *trace)
{
    struct tracee *task = *at;

    tracee_abandon(task, trace);
    *at = task->next;
    free(task);
}

void tracee_leave(pid_t tid, struct trace *trace)
{
    struct tracee **at = place(tid);

    if (*at != NULL)
        leave(at, trace);
}

void tracee_leave_all(struct trace *trace)
{
    for (int i = 0; i < CHAINS; i++)
        while (tasks[i] != NULL)
            leave(&tasks[i], trace);
}
