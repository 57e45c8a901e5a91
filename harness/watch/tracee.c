/*
 * tracee.c: the threads and processes under observation, and the call that
 * each is in.
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
#include <sys/wait.h>
#include <unistd.h>

enum {
    CHAINS = 1024,
    SLEPT_NS = 100000           /* what is shorter may not have slept */
};

static struct tracee *tracees[CHAINS];

/* The number of the process that a thread belongs to. proc(5). */
static pid_t process_of(pid_t tid)
{
    int64_t process = procfs_status(tid, "Tgid");

    return process < 0 ? tid : (pid_t)process;
}

/* Where the pointer to that tracee is, or should be put. */
static struct tracee **place(pid_t tid)
{
    struct tracee **at = &tracees[tid % CHAINS];

    while (*at && (*at)->tid != tid)
        at = &(*at)->next;
    return at;
}

struct tracee *tracee_find(pid_t tid, struct trace *trace)
{
    struct tracee **at = place(tid), *tracee = *at;

    if (tracee)
        return tracee;
    tracee = calloc(1, sizeof *tracee);
    if (!tracee)
        err(EXIT_FAILURE, "observer");
    tracee->tid = tid;
    tracee->process = process_of(tid);
    *at = tracee;
    trace->at_work++;
    return tracee;
}

/* Is it a call in which servers wait: for a client, for a datagram, for their
 * threads? A server that never sleeps asks in it again and again. */
static bool is_wait(enum syscall_kind kind)
{
    return kind == CALL_ACCEPT || kind == CALL_READ || kind == CALL_WAIT
        || kind == CALL_SLEEP;
}

static void set_waits(struct tracee *tracee, struct trace *trace, bool waits)
{
    trace->at_work += tracee->waits - waits;
    tracee->waits = waits;
}

/* Does its timeout let this call wait? A null pointer and -1 are for ever. */
static bool is_patient(const struct tracee *tracee,
                       const struct syscall_row *row)
{
    uint64_t limit[2];
    uint64_t argument = row->patience < 0 ? 1 : tracee->args[row->patience];

    if (row->timeout == TIMEOUT_MS)
        return (int)argument != 0;
    if (row->timeout == TIMEOUT_FLAG)
        return !(argument & WNOHANG);
    if (row->timeout == NO_TIMEOUT || argument == 0)
        return true;
    if (tracee_peek(tracee, argument, limit, sizeof limit) != sizeof limit)
        return true;
    return limit[0] != 0 || limit[1] != 0;
}

static uint64_t argument(const struct tracee *tracee, int which)
{
    return which < 0 ? 0 : tracee->args[which];
}

void tracee_begin(struct tracee *tracee, struct trace *trace, int row,
                  const uint64_t args[6])
{
    const struct syscall_row *r = &syscall_rows[row];

    memcpy(tracee->args, args, sizeof tracee->args);
    tracee->patient = is_patient(tracee, r);
    set_waits(tracee, trace, is_wait(r->kind));
    tracee->call = (struct call){
        .times = 1,
        .process = tracee->process,
        .thread = tracee->tid,
        .row = (uint8_t)row,
        .fd = r->fd < 0 ? -1 : (int)argument(tracee, r->fd),
        .asked = argument(tracee, r->asked),
        .begin = deadline_now(),
    };
}

static void copy_text(struct tracee *tracee, const struct syscall_row *row)
{
    struct call *c = &tracee->call;
    ssize_t size = c->result < TRACE_TEXT ? c->result : TRACE_TEXT;

    if (row->text < 0 || size <= 0)
        return;
    size = tracee_peek(tracee, tracee->args[row->text], c->text, (size_t)size);
    c->text_size = size < 0 ? 0 : (uint8_t)size;
}

/* A long call need not have slept: it may have waited for a CPU, as wait4 has
 * where there is no child. */
static bool has_slept(const struct tracee *tracee)
{
    const struct call *c = &tracee->call;
    enum syscall_kind kind = syscall_rows[c->row].kind;

    if (c->vain || !tracee->patient || c->result == -ECHILD
        || c->end - c->begin < SLEPT_NS)
        return false;
    if (kind <= CALL_WRITE)
        return !tracee_never_sleeps(tracee, c->fd);
    return kind == CALL_WAIT || kind == CALL_SLEEP;
}

static bool is_vain(const struct tracee *tracee, enum syscall_kind kind,
                    int64_t result)
{
    if (kind <= CALL_WRITE)
        return result == -EAGAIN;
    return (kind == CALL_WAIT || kind == CALL_SLEEP) && !tracee->patient
           && (result == 0 || result == -EAGAIN);
}

void tracee_end(struct tracee *tracee, struct trace *trace, int64_t result)
{
    struct call *c = &tracee->call;
    const struct syscall_row *row = &syscall_rows[c->row];

    c->end = deadline_now();
    c->result = result;
    c->vain = is_vain(tracee, row->kind, result);
    c->slept = has_slept(tracee);
    copy_text(tracee, row);
    if (row->kind == CALL_ACCEPT && result >= 0)
        c->peer = tracee_peer(tracee, (int)result);
    if (row->kind == CALL_CONNECT)
        c->peer = tracee_port_at(tracee, tracee->args[1]);
    trace_tell(trace, c);
    tracee->inside = false;
}

void tracee_interrupt(struct tracee *tracee)
{
    tracee->call.end = deadline_now();
    tracee->call.slept = has_slept(tracee);
    tracee->inside = false;
    tracee->restarts = true;
}

void tracee_finish(struct tracee *tracee, struct trace *trace)
{
    if (!tracee->restarts)
        return;
    tracee->restarts = false;
    tracee->call.result = -EINTR;
    trace_tell(trace, &tracee->call);
}

void tracee_abandon(struct tracee *tracee, struct trace *trace)
{
    if (tracee->inside || tracee->restarts)
        tracee_end(tracee, trace, TRACE_UNFINISHED);
    tracee->restarts = false;
    trace_flush(trace, tracee->tid);
}

static void remove_tracee(struct tracee **at, struct trace *trace)
{
    struct tracee *tracee = *at;

    tracee_abandon(tracee, trace);
    set_waits(tracee, trace, true);
    *at = tracee->next;
    free(tracee);
}

void tracee_leave(pid_t tid, struct trace *trace)
{
    struct tracee **at = place(tid);

    if (*at)
        remove_tracee(at, trace);
}

void tracee_leave_all(struct trace *trace)
{
    for (int i = 0; i < CHAINS; i++)
        while (tracees[i])
            remove_tracee(&tracees[i], trace);
}
