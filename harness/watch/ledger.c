/*
 * ledger.c: what a server asks of the kernel, counted.
 */
#include "watch/ledger.h"

#include "client/wire.h"
#include "lib/deadline.h"
#include "watch/call_log.h"
#include "watch/session.h"
#include "watch/trace.h"

#include <err.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ANSWER_SECONDS = 2, MEAN_MS = 50, SHORT_RUN = 200,
       STUCK_NS = 100000000 };

/* The first connect, the last answer, and when we hung up. */
struct window {
    int64_t begin, last, end;
};

/* Does the trace hold all the bytes that came back? An answer may arrive before
 * the record of its call. */
static bool told_of(const struct trace *t, uint64_t bytes)
{
    uint64_t written = 0;

    for (uint64_t i = 0; i < t->n; i++) {
        const struct call *c = &t->calls[i];

        if (syscall_rows[c->row].kind == CALL_WRITE && c->fd > 2
            && c->result > 0)
            written += (uint64_t)c->result;
    }
    return written >= bytes;
}

static int connect_all(struct wire *w, int n, const struct server *s,
                       struct ledger *l)
{
    for (int i = 0; i < n; i++) {
        w[i] = (struct wire){ .seed = (uint32_t)i + 1 };
        if (wire_connect(&w[i], s, ANSWER_SECONDS) == 0)
            continue;
        snprintf(l->why, sizeof l->why, "client %d: %s", i + 1,
                 wire_describe(&w[i]));
        return -1;
    }
    return 0;
}

/* A message may take long, all of them may not. */
static void ask_in_turn(struct wire *w, const struct exchange *e,
                        struct ledger *l)
{
    double seconds = ANSWER_SECONDS + (double)e->messages * MEAN_MS / 1000;
    int64_t deadline = deadline_in(seconds);

    for (; l->messages < e->messages; l->messages++) {
        int i = (int)(l->messages % (uint64_t)e->clients);

        if (deadline_left(deadline) == 0) {
            snprintf(l->why, sizeof l->why, "only %" PRIu64 " of %zu messages "
                     "were answered within %.0f s", l->messages, e->messages,
                     seconds * deadline_scale);
            return;
        }
        if (wire_echo(&w[i], LEDGER_MESSAGE, ANSWER_SECONDS) == 0)
            continue;
        snprintf(l->why, sizeof l->why, "client %d of %d: %s", i + 1,
                 e->clients, wire_describe(&w[i]));
        return;
    }
}

/* The exchange, until we hang up. */
static struct window run(struct ledger *l, const struct session *s,
                         struct wire *w, const struct exchange *e)
{
    struct window window;
    int64_t patience;

    trace_cut(s->trace);
    window.begin = deadline_now();
    if (connect_all(w, e->clients, &s->server, l) == 0)
        ask_in_turn(w, e, l);
    window.last = deadline_now();
    trace_cut(s->trace);
    patience = deadline_in(1);
    while (!told_of(s->trace, l->messages * LEDGER_MESSAGE)
           && deadline_nap(patience) == 0)
        continue;
    window.end = deadline_now();
    for (int i = 0; i < e->clients; i++)
        wire_close(&w[i]);
    return window;
}

static void add(struct ledger_row *row, const struct call *c,
                const struct window *w)
{
    int64_t begin = c->begin > w->begin ? c->begin : w->begin;
    int64_t end = c->end < w->last ? c->end : w->last;
    enum syscall_kind kind = syscall_rows[c->row].kind;

    row->calls += c->times;
    if (c->vain)
        row->vain += c->times;
    if ((kind == CALL_READ || kind == CALL_WRITE) && c->result > 0)
        row->bytes += (uint64_t)c->result;
    if (c->slept && end > begin)
        row->asleep += end - begin;
}

/* The call that gave the last answer may be recorded a little after it. A call
 * that has still not returned when we hang up is one the server is stuck in. */
static void sum_up(struct ledger *l, const struct trace *t,
                   const struct window *w)
{
    for (uint64_t i = 0; i < t->n; i++) {
        const struct call *c = &t->calls[i];

        if (c->end < w->begin || c->begin > w->last)
            continue;
        if (c->end <= w->end) {
            add(&l->rows[c->row], c, w);
            add(&l->all, c, w);
        } else if (w->last - c->begin >= STUCK_NS) {
            add(&l->under_way[c->row], c, w);
        }
    }
    if (l->why[0] == '\0')
        memset(l->under_way, 0, sizeof l->under_way);
    l->injected = t->injected;
    l->lost = t->lost;
}

void ledger_of_client(struct ledger *l, const struct trace *t, int64_t from)
{
    sum_up(l, t, &(struct window){ from, INT64_MAX, INT64_MAX });
}

static void tell_end(struct ledger *l, struct server *s)
{
    size_t size = strlen(l->why);

    if (server_ended_by(s, deadline_in(0.2)))
        snprintf(l->why + size, sizeof l->why - size, "; the server: %s",
                 server_status_text(s->status));
}

int ledger_take(struct ledger *l, const struct target *t,
                const struct exchange *e, bool json)
{
    struct wire *w = calloc((size_t)e->clients, sizeof *w);
    struct session s;
    struct window window;

    *l = (struct ledger){ .messages = 0 };
    snprintf(l->name, sizeof l->name, "%s", t->name);
    if (!w || session_start(&s, t, e->inject) == -1) {
        snprintf(l->why, sizeof l->why, "%s",
                 w ? s.server.why : strerror(errno));
        free(w);
        return -1;
    }
    window = run(l, &s, w, e);
    if (l->why[0] != '\0')
        tell_end(l, &s.server);
    session_stop(&s);
    sum_up(l, s.trace, &window);
    if (json)
        call_log_print(&(struct call_log){ .server = l->name, .json = true,
                                           .trace = s.trace,
                                           .begin = window.begin });
    session_forget(&s);
    free(w);
    return 0;
}

/* The first message and its connection are left out: the result is what each
 * further message costs. */
int ledger_calls_per_message(const struct target *t, struct ledger *l,
                             double *calls, double *vain)
{
    size_t messages[] = { 1, 1 + SHORT_RUN };

    *calls = *vain = 0;
    for (int i = 0; i < 2; i++) {
        struct exchange e = { .messages = messages[i], .clients = 1 };

        if (ledger_take(l, t, &e, false) == -1)
            return -1;
        if (l->messages < e.messages)
            return 1;
        *calls = (double)l->all.calls / SHORT_RUN - *calls;
        *vain = (double)l->all.vain / SHORT_RUN - *vain;
    }
    return 0;
}
