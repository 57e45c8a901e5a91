/*
 * trial.c: one probe put to one server: start it, ask, see whether it still
 * runs, stop it.
 */
#include "check/trial.h"

#include "check/actions.h"
#include "lib/deadline.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

/* All but the clients, of which each is cleared as it comes. */
static void clear(struct trial *t, const struct probe *probe)
{
    memset(t, 0, offsetof(struct trial, clients));
    t->probe = probe;
}

int trial_start(struct trial *t, const struct launch *how)
{
    if (server_start(&t->server, t->target, how) == -1)
        return -1;
    t->running = true;
    return 0;
}

void trial_stop(struct trial *t)
{
    if (!t->running)
        return;
    server_stop(&t->server);
    server_forget(&t->server);
    t->running = false;
}

/* A client that was cut off learns of the server's end a moment before we
 * do. */
static bool server_has_ended(struct trial *t)
{
    enum wire_end end = t->culprit.end;
    bool cut_off = end == WIRE_FIN || end == WIRE_RESET || end == WIRE_REFUSED;

    return t->running
        && server_ended_by(&t->server, deadline_in(cut_off ? t->soon : 0));
}

/* A server that has ended fails the probe; where the probe has failed, this is
 * why. */
static void judge_end(struct trial *t)
{
    size_t length;

    if ((t->verdict != HELD && t->verdict != FAILED) || !server_has_ended(t))
        return;
    if (t->verdict == HELD)
        fail(t, "the server runs on", "every answer was right");
    length = strlen(t->came);
    snprintf(t->came + length, sizeof t->came - length,
             "; the server had ended: %s",
             server_status_text(t->server.status));
}

/* With RST, so that no TIME_WAIT keeps the port from the next server. */
static void dismiss_clients(struct trial *t)
{
    for (size_t i = 0; i < t->n; i++) {
        t->answered |= t->clients[i].received > 0
            || t->clients[i].end == WIRE_WRONG
            || (pattern_reply == REPLY_NONE && t->clients[i].end == WIRE_FIN);
        wire_reset(&t->clients[i]);
    }
    t->n = 0;
}

void trial_pass_over(struct trial *t, const struct probe *probe,
                     enum verdict verdict, const char *why)
{
    dismiss_clients(t);
    trial_stop(t);
    clear(t, probe);
    t->verdict = verdict;
    snprintf(t->sentence, sizeof t->sentence, "%s", why);
}

void trial_begin(struct trial *t, const struct probe *probe,
                 const struct target *target, double patience)
{
    clear(t, probe);
    t->target = target;
    t->patience = patience;
    t->soon = patience < 2 ? patience : 2;
    t->began = deadline_now();
    if (trial_start(t, &probe->how) == -1 && probe->how.soft_files > 0)
        skip(t, "it does not start with %d descriptors",
             probe->how.soft_files);
    else if (!t->running)
        fail(t, "the server starts", "%s", t->server.why);
    else if (probe->begin)
        probe->begin(t);
}

int trial_end(struct trial *t)
{
    if (!t->running)
        return t->verdict == SKIPPED ? 0 : -1;
    t->probe->run(t);
    deadline_cap = 0;           /* it may take its time to end */
    judge_end(t);
    if (t->running)             /* before it complains of their RST */
        t->log_size = server_log_line(t->server.err, t->last_line,
                                      sizeof t->last_line);
    dismiss_clients(t);
    trial_stop(t);
    t->seconds = (double)(deadline_now() - t->began) / 1e9;
    return 0;
}
