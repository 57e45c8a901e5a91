/*
 * trial.c: one probe put to one server: start it, ask, see whether it still
 * runs, stop it.
 */
#include "check/trial.h"

#include "check/actions.h"
#include "lib/deadline.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static struct wire clients[MOST_CLIENTS];

static void clear(struct trial *t, const struct probe *probe)
{
    *t = (struct trial){ .probe = probe, .clients = clients };
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

/* Starts a server; if it cannot, says why. */
static void begin(struct trial *t)
{
    t->started = trial_start(t, &t->probe->how) == 0;
    if (t->started)
        return;
    if (t->probe->how.soft_files > 0)
        skip(t, "it does not start with %d descriptors",
             t->probe->how.soft_files);
    else
        fail(t, "the server starts", "%s", t->server.why);
}

static void end(struct trial *t)
{
    deadline_cap = 0;           /* the server may take its time to end */
    judge_end(t);
    if (t->running)             /* before the resets below add to it */
        t->log_size = server_log_line(t->server.err, t->last_line,
                                      sizeof t->last_line);
    dismiss_clients(t);
    trial_stop(t);
    if (t->server.lost)
        note(t, "it held, but its supervisor had to be killed");
    t->seconds = (double)(deadline_now() - t->began) / 1e9;
}

/* In the process that puts it. */
static void put(struct trial *t, int log)
{
    if (log >= 0)
        dup2(log, STDERR_FILENO);
    begin(t);
    if (t->started) {
        t->probe->run(t);
        end(t);
    }
    fflush(stderr);
}

pid_t trial_fork(struct trial *t, const struct probe *probe,
                 const struct target *target, double patience, int64_t cap,
                 int log)
{
    pid_t parent = getpid(), pid;

    clear(t, probe);
    t->target = target;
    t->patience = patience;
    t->soon = patience < 2 ? patience : 2;
    t->began = deadline_now();
    fflush(NULL);
    pid = fork();
    if (pid != 0)
        return pid;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    deadline_cap = cap;
    if (getppid() == parent)
        put(t, log);
    _exit(EXIT_SUCCESS);
}

void trial_over(struct trial *t, int status)
{
    char why[120];

    if (WIFEXITED(status) && WEXITSTATUS(status) == EXIT_SUCCESS)
        return;
    snprintf(why, sizeof why, "not run: the process that put it %s",
             server_end_text(status));
    trial_pass_over(t, t->probe, NOT_RUN, why);
}

void trial_spare(struct trial *t)
{
    char why[sizeof t->sentence];

    if (t->started || !t->server.lacked)
        return;
    snprintf(why, sizeof why, "%.*s", (int)sizeof why - 1, t->server.why);
    trial_pass_over(t, t->probe, SKIPPED, why);
}

void trial_pass_over(struct trial *t, const struct probe *probe,
                     enum verdict verdict, const char *why)
{
    clear(t, probe);
    t->verdict = verdict;
    snprintf(t->sentence, sizeof t->sentence, "%s", why);
}
