/*
 * run_failure.c: what is said of a server that has ended by itself: when, why,
 * and how to find out more.
 */
#include "compare/run.h"

#include "compare/questions.h"
#include "lib/deadline.h"
#include "lib/text.h"
#include "server/models.h"

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

enum { REASON = 60 };           /* columns */

/* The target as it is written on a command line. */
static void write_target(const struct target *t, char *to, size_t size)
{
    char **word = t->command;
    size_t used;

    if (model_find(t->name) || !word)
        snprintf(to, size, "%s", t->name);
    else if (strcmp(word[0], "sh") == 0 && word[1] && word[2])
        snprintf(to, size, "%s='%s'", t->name, word[2]);
    else
        for (used = (size_t)snprintf(to, size, "--"); *word && used < size;
             word++)
            used += (size_t)snprintf(to + used, size - used, " %s", *word);
}

/* Its last words, or how it ended: "ConnectionResetError" of "ConnectionReset-
 * Error: [Errno 104] Connection reset by peer". */
static void write_reason(const struct server *s, char *to, size_t size)
{
    char line[200] = "";

    server_log_line(s->err, line, sizeof line);
    char *colon = strchr(line, ':');
    if (colon && strstr(line, "Error") && strstr(line, "Error") < colon)
        *colon = '\0';
    snprintf(to, size, "%.*s", (int)text_line(line, REASON), line);
    if (!*line)
        snprintf(to, size, "%s", server_status_text(s->status));
}

/* When it ended: in the middle of what question, or with how many clients. */
static void write_when(const struct run *r, char *to, size_t size)
{
    char clients[TEXT_NUMBER];

    if (r->army.size > 0)
        snprintf(to, size, "with %s clients connected",
                 text_count(clients, sizeof clients, r->army.size));
    else
        snprintf(to, size, "%s", r->question && r->question->when
                 ? r->question->when : "meanwhile");
}

bool run_ended(struct run *r, struct answer *a)
{
    const struct server *s = &r->server;
    const struct question *q = r->question;
    char target[200], reason[200], when[80], probe[40] = "";
    bool crashed;

    if (!server_ended_by(&r->server, deadline_in(r->lost ? 1 : 0)))
        return false;
    crashed = !WIFEXITED(s->status) || WEXITSTATUS(s->status) != 0;
    write_target(s->target, target, sizeof target);
    write_reason(s, reason, sizeof reason);
    write_when(r, when, sizeof when);
    if (q && q->probe)
        snprintf(probe, sizeof probe, strchr(q->probe, ' ')
                 ? " --only '%s'" : " --only %s", q->probe);
    run_cannot(a, "%s %s %s (%s). Try: muxlab check%s %s", s->target->name,
               crashed ? "crashed" : "ended", when, reason, probe, target);
    r->wrong = true;
    return true;
}
