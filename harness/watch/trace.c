/*
 * trace.c: what the observer saw: one record for each system call.
 */
#include "watch/trace.h"

#include <stdlib.h>
#include <sys/mman.h>

/* A record is held back no longer than this: a person may be watching. */
enum { GATHER_NS = 50000000 };

/* The vain calls being gathered. A loop repeats them in the same order, so the
 * one wanted is most often the one after the last. */
static struct {
    struct call *calls;
    size_t n, room;
    size_t next;
    unsigned cut;
} vain;

struct trace *trace_new(void)
{
    struct trace *t = mmap(NULL, sizeof *t, PROT_READ | PROT_WRITE,
                           MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

    return t == MAP_FAILED ? NULL : t;
}

void trace_free(struct trace *t)
{
    if (t)
        munmap(t, sizeof *t);
}

void trace_cut(struct trace *t)
{
    t->cut++;
}

static void append(struct trace *t, const struct call *c)
{
    uint64_t n = t->n;

    if (n == TRACE_MOST) {
        t->lost += c->times;
        return;
    }
    t->calls[n] = *c;
    t->n = n + 1;
}

void trace_flush(struct trace *t, pid_t thread)
{
    size_t kept = 0;

    for (size_t i = 0; i < vain.n; i++) {
        if (thread == 0 || vain.calls[i].thread == thread)
            append(t, &vain.calls[i]);
        else
            vain.calls[kept++] = vain.calls[i];
    }
    vain.n = kept;
    vain.next = 0;
}

static bool alike(const struct call *a, const struct call *b)
{
    return a->thread == b->thread && a->row == b->row && a->fd == b->fd;
}

/* The place of a call like this one among the gathered; vain.n if there is
 * none. */
static size_t find(const struct call *c)
{
    if (vain.next < vain.n && alike(&vain.calls[vain.next], c))
        return vain.next;
    for (size_t i = 0; i < vain.n; i++)
        if (alike(&vain.calls[i], c))
            return i;
    return vain.n;
}

static bool make_room(void)
{
    size_t room = vain.room == 0 ? 64 : 2 * vain.room;
    struct call *calls;

    if (vain.n < vain.room)
        return true;
    calls = realloc(vain.calls, room * sizeof *calls);
    if (!calls)
        return false;
    vain.calls = calls;
    vain.room = room;
    return true;
}

static void gather(struct trace *t, const struct call *c)
{
    size_t at;

    if (vain.cut != t->cut
        || (vain.n > 0 && c->end - vain.calls[0].begin > GATHER_NS))
        trace_flush(t, 0);
    vain.cut = t->cut;
    at = find(c);
    if (at < vain.n) {
        vain.calls[at].times++;
        vain.calls[at].end = c->end;
    } else if (make_room()) {
        vain.calls[vain.n++] = *c;
    } else {
        append(t, c);
        return;
    }
    vain.next = at + 1 < vain.n ? at + 1 : 0;
}

void trace_tell(struct trace *t, const struct call *c)
{
    if (c->vain && !c->injected) {
        gather(t, c);
        return;
    }
    trace_flush(t, c->thread);
    append(t, c);
}
