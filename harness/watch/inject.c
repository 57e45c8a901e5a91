/*
 * inject.c: which calls of a server have a fault.
 */
#include "watch/inject.h"

#include "watch/syscalls.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

/* The accepted clients' sockets, in the order of accept. */
static struct {
    ino_t *inodes;
    size_t n, room;
} clients;

/* How many calls each rule was made for, so far. */
static long counts[INJECT_RULES];

/* The client that a descriptor belongs to, also after dup and fork; 0: none. */
static int client_of(const struct tracee *tracee, int fd)
{
    ino_t inode = tracee_socket(tracee, fd);

    for (size_t i = clients.n; inode != 0 && i > 0; i--)
        if (clients.inodes[i - 1] == inode)
            return (int)i;
    return 0;
}

void inject_note(const struct inject *in, const struct tracee *tracee)
{
    const struct call *c = &tracee->call;

    if (!in || syscall_rows[c->row].kind != CALL_ACCEPT || c->result < 0)
        return;
    if (clients.n == clients.room) {
        size_t room = 2 * clients.room + 64;
        ino_t *more = realloc(clients.inodes, room * sizeof *more);

        if (!more)
            return;
        clients.inodes = more;
        clients.room = room;
    }
    clients.inodes[clients.n++] = tracee_socket(tracee, (int)c->result);
}

/* Could the kernel do this to the call? */
static bool is_possible(const struct inject_rule *r,
                        const struct tracee *tracee)
{
    enum syscall_kind kind = syscall_rows[tracee->call.row].kind;
    bool waits = kind == CALL_WAIT ? tracee->patient
        : !tracee_never_sleeps(tracee, tracee->call.fd);

    if (r->error == EINTR)
        return waits;
    return r->error != EAGAIN || (kind <= CALL_WRITE && !waits);
}

static bool matches(const struct inject_rule *r, const struct tracee *tracee,
                    int client)
{
    const struct call *c = &tracee->call;
    enum syscall_kind kind = syscall_rows[c->row].kind;

    if (r->kind >= 0 ? r->kind != (int)kind : r->row != c->row)
        return false;
    if ((kind == CALL_READ || kind == CALL_WRITE) && client == 0)
        return false;
    return (r->client == 0 || r->client == client) && is_possible(r, tracee);
}

static bool is_due(const struct inject_rule *r, long count)
{
    return count == r->first
           || (r->step > 0 && count > r->first
               && (count - r->first) % r->step == 0);
}

void inject_choose(const struct inject *in, struct tracee *tracee)
{
    enum syscall_kind kind = syscall_rows[tracee->call.row].kind;
    int client = 0;

    tracee->fault = (struct fault){ .error = 0 };
    if (in && (kind == CALL_READ || kind == CALL_WRITE))
        client = client_of(tracee, tracee->call.fd);
    for (int i = 0; in && i < in->n; i++) {
        const struct inject_rule *r = &in->rules[i];

        if (!matches(r, tracee, client) || !is_due(r, ++counts[i]))
            continue;
        tracee->fault.error = r->error;
        tracee->fault.most = (uint64_t)r->most;
    }
}
