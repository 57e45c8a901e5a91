/*
 * tracee_change.c: changes a call before the kernel sees it.
 *
 * A call's arguments are in registers; those of readv and the like also in the
 * program's memory. The kernel leaves both as they are, and a compiler may rely
 * on that, so what was changed is changed back after the call.
 */
#include "watch/tracee.h"

#include "watch/syscalls.h"

#include <elf.h>
#include <stddef.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>

enum { REGISTERS = 34 };        /* 27 on x86-64, 34 on arm64 */

/* Which register holds each argument, the result, and the call's number. */
#if defined __x86_64__
#define REGISTER(name) (offsetof(struct user_regs_struct, name) / 8)
static const size_t arguments[] = {
    REGISTER(rdi), REGISTER(rsi), REGISTER(rdx), REGISTER(r10), REGISTER(r8),
    REGISTER(r9)
};
static const size_t result = REGISTER(rax), number = REGISTER(orig_rax);
#else
static const size_t arguments[] = { 0, 1, 2, 3, 4, 5 };
static const size_t result = 0;
#endif

static bool get_registers(pid_t tid, uint64_t to[REGISTERS], size_t *size)
{
    struct iovec set = { to, REGISTERS * sizeof *to };
    bool done = ptrace(PTRACE_GETREGSET, tid, NT_PRSTATUS, &set) == 0;

    *size = set.iov_len;
    return done;
}

static bool set_registers(pid_t tid, uint64_t from[REGISTERS], size_t size)
{
    struct iovec set = { from, size };

    return ptrace(PTRACE_SETREGSET, tid, NT_PRSTATUS, &set) == 0;
}

static bool set_argument(pid_t tid, int which, uint64_t value)
{
    uint64_t registers[REGISTERS];
    size_t size;

    if (!get_registers(tid, registers, &size))
        return false;
    registers[arguments[which]] = value;
    return set_registers(tid, registers, size);
}

static bool change(struct tracee *tracee, const struct change *c,
                   uint64_t value)
{
    bool done = c->argument >= 0
        ? set_argument(tracee->tid, c->argument, value)
        : ptrace(PTRACE_POKEDATA, tracee->tid, c->at, value) == 0;

    if (done)
        tracee->changes[tracee->n_changes++] = *c;
    return done;
}

static bool change_argument(struct tracee *tracee, int which, uint64_t value)
{
    struct change c = { .argument = which, .before = tracee->args[which] };

    return change(tracee, &c, value);
}

static bool change_word(struct tracee *tracee, uint64_t at, uint64_t value)
{
    struct change c = { .argument = -1, .at = at };

    return tracee_peek(tracee, at, &c.before, sizeof c.before)
           == sizeof c.before && change(tracee, &c, value);
}

/* The first buffer of several, which is then the only one. */
static bool shorten_buffer(struct tracee *tracee, uint64_t buffers,
                           uint64_t most)
{
    struct iovec first = { .iov_len = 0 };

    if (tracee_peek(tracee, buffers, &first, sizeof first) != sizeof first
        || first.iov_len == 0)
        return false;
    return first.iov_len <= most
           || change_word(tracee, buffers + offsetof(struct iovec, iov_len),
                          most);
}

static bool shorten_message(struct tracee *tracee, uint64_t most)
{
    uint64_t at = tracee->args[1];
    struct msghdr m = { .msg_iovlen = 0 };

    return tracee_peek(tracee, at, &m, sizeof m) == sizeof m
           && shorten_buffer(tracee, (uintptr_t)m.msg_iov, most)
           && change_word(tracee, at + offsetof(struct msghdr, msg_iovlen), 1);
}

bool tracee_shorten(struct tracee *tracee, uint64_t most)
{
    const struct syscall_row *row = &syscall_rows[tracee->call.row];

    if (row->asked >= 0)
        return tracee->call.asked > most
               && change_argument(tracee, row->asked, most);
    if (row->number == SYS_readv || row->number == SYS_writev)
        return shorten_buffer(tracee, tracee->args[1], most)
               && change_argument(tracee, 2, 1);
    return shorten_message(tracee, most);
}

/* Number -1 is no call: the kernel returns at once, with what we put there. */
bool tracee_skip(struct tracee *tracee, int error)
{
    uint64_t registers[REGISTERS];
    size_t size;

    if (!get_registers(tracee->tid, registers, &size))
        return false;
    registers[result] = (uint64_t)-(int64_t)error;
#if defined __aarch64__
    struct iovec none = { &(int){ -1 }, sizeof(int) };

    if (ptrace(PTRACE_SETREGSET, tracee->tid, NT_ARM_SYSTEM_CALL, &none) == -1)
        return false;
#elif defined __x86_64__
    registers[number] = UINT64_MAX;
#endif
    return set_registers(tracee->tid, registers, size);
}

void tracee_restore(struct tracee *tracee)
{
    while (tracee->n_changes > 0) {
        const struct change *c = &tracee->changes[--tracee->n_changes];

        if (c->argument >= 0)
            set_argument(tracee->tid, c->argument, c->before);
        else
            ptrace(PTRACE_POKEDATA, tracee->tid, c->at, c->before);
    }
}
