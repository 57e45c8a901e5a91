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

/* What of a call decides which rules are about it. */
struct subject {
    enum syscall_kind kind;
    int row, client;
    bool waits;                 /* it may sleep */
};

static bool matches(const struct inject_rule *r, const struct subject *s)
{
    if (r->kind >= 0 ? r->kind != (int)s->kind : r->row != s->row)
        return false;
    if ((s->kind == CALL_READ || s->kind == CALL_WRITE) && s->client == 0)
        return false;
    if (r->client != 0 && r->client != s->client)
        return false;
    if (r->error == EINTR)
        return s->waits;
    return r->error != EAGAIN || (s->kind <= CALL_WRITE && !s->waits);
}

static bool is_due(const struct inject_rule *r, long count)
{
    return count == r->first
           || (r->step > 0 && count > r->first
               && (count - r->first) % r->step == 0);
}

static struct subject subject_of(const struct tracee *tracee)
{
    const struct call *c = &tracee->call;
    enum syscall_kind kind = syscall_rows[c->row].kind;
    bool moves = kind == CALL_READ || kind == CALL_WRITE;

    return (struct subject){
        .kind = kind, .row = c->row,
        .client = moves ? client_of(tracee, c->fd) : 0,
        .waits = kind <= CALL_WRITE ? !tracee_never_sleeps(tracee, c->fd)
            : (kind == CALL_WAIT || kind == CALL_SLEEP) && tracee->patient,
    };
}

/* Would the call be in vain now? Then we let it fail, even if something comes
 * before the kernel looks: else the numbers of the calls would depend on time.
 */
static bool settle(struct tracee *tracee, const struct subject *s)
{
    bool vain = (s->kind == CALL_ACCEPT || (s->kind == CALL_READ && s->client))
                && !s->waits && !tracee_is_readable(tracee, tracee->call.fd);

    if (vain)
        tracee->fault = (struct fault){ .error = EAGAIN, .natural = true };
    return vain;
}

void inject_choose(const struct inject *in, struct tracee *tracee)
{
    struct subject s;

    tracee->fault = (struct fault){ .error = 0 };
    if (!in || in->n == 0)
        return;
    s = subject_of(tracee);
    if (settle(tracee, &s))
        return;
    for (int i = 0; i < in->n; i++) {
        const struct inject_rule *r = &in->rules[i];

        if (!matches(r, &s) || !is_due(r, ++counts[i]))
            continue;
        tracee->fault.error = r->error;
        tracee->fault.most = (uint64_t)r->most;
    }
}
