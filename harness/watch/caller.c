/*
 * caller.c: observes a program that calls a server.
 */
#include "watch/caller.h"

#include "lib/deadline.h"
#include "lib/exit_status.h"
#include "lib/interrupt.h"
#include "lib/text.h"
#include "server/server.h"
#include "server/supervisor.h"
#include "watch/call_log.h"
#include "watch/ledger.h"
#include "watch/trace.h"
#include "watch/tracer.h"

#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const double every = 0.02;       /* seconds between two looks */

/* One program under observation. */
struct run {
    const struct caller *caller;
    struct trace *trace;
    uint64_t looked;            /* so many calls were looked at, for: */
    const struct call *first;   /* its first connect; NULL: not yet */
    struct call_log log;
};

/* In the child, before it becomes the program. */
static int observed(void *run)
{
    const struct run *r = run;

    if (r->caller->json && dup2(STDERR_FILENO, STDOUT_FILENO) == -1)
        return -1;
    return tracer_become(r->trace, r->caller->inject);
}

static void find_connect(struct run *r, int port)
{
    for (; !r->first && r->looked < r->trace->n; r->looked++) {
        const struct call *c = &r->trace->calls[r->looked];

        if (syscall_rows[c->row].kind == CALL_CONNECT && c->peer == port)
            r->first = c;
    }
}

/* Prints what has come since the last look. */
static void look(struct run *r, int port)
{
    find_connect(r, port);
    if (!r->first)
        return;
    r->log.begin = r->log.from = r->first->begin;
    if (r->caller->lines || r->caller->json)
        call_log_print(&r->log);
}

/* Until the program has ended. Returns 0, or -1 after one line. */
static int run_program(struct run *r, const struct server *s,
                       struct report *end)
{
    struct launch how = { .before_exec = observed, .argument = r };
    struct spawn what = { .command = r->caller->command, .how = &how,
                          .host = address_host(&s->address),
                          .foreground = true, .group = getpgrp() };
    char port[8];
    int line;

    snprintf(port, sizeof port, "%d", s->port);
    what.port = port;
    pid_t guardian = supervisor_start(&what, &line);
    if (guardian < 0) {
        warn("%s", text_word(what.command[0]));
        return -1;
    }
    while (supervisor_receive(line, end, deadline_in(every)) == -1
           ? errno == EAGAIN || errno == EINTR : end->kind != REPORT_ENDED)
        look(r, s->port);
    supervisor_stop(guardian, line, &(struct report){ .pid = 0 });
    look(r, s->port);
    return 0;
}

static void print_ledger(const struct run *r)
{
    static struct ledger l;

    snprintf(l.name, sizeof l.name, "%s", r->log.server);
    ledger_of_client(&l, r->trace, r->first->begin);
    ledger_print_client(&l);
}

/* What came of it. */
static int conclude(const struct run *r, const struct report *end,
                    const struct server *s)
{
    const char *name = text_word(r->caller->command[0]);

    if (r->trace->refused != 0) {
        warnx("%s: %s", name, tracer_remedy(r->trace->refused));
        return CANNOT;
    }
    if (end->error != 0) {
        warnx("%s: %s", text_word(end->what), strerror(end->error));
        return CANNOT;
    }
    if (!r->first) {
        warnx("%s did not connect to port %d, which is in its environment as "
              "PORT", name, s->port);
        return NOT_HELD;
    }
    if (!r->caller->lines && !r->caller->json)
        print_ledger(r);
    if (end->status == 0)
        return ALL_HELD;
    warnx("%s: %s", name, server_end_text(end->status));
    return NOT_HELD;
}

int caller_show(const struct caller *c)
{
    struct run r = { .caller = c, .trace = trace_new() };
    struct report end = { .pid = 0 };
    struct server s;
    int ending = CANNOT;

    if (!r.trace || server_start(&s, c->server, NULL) == -1) {
        warnx("%s", r.trace ? s.why : strerror(errno));
        trace_free(r.trace);
        return CANNOT;
    }
    r.log = (struct call_log){ .server = c->command[0], .trace = r.trace,
                               .json = c->json };
    warnx("%s listens on %s", c->server->name, address_text(&s.address));
    interrupt_catch();
    if (run_program(&r, &s, &end) == 0)
        ending = conclude(&r, &end, &s);
    server_stop(&s);
    server_forget(&s);
    trace_free(r.trace);
    interrupt_obey();
    return ending;
}
