/*
 * trial.c: one probe put to one server: start, ask, look whether it still
 * stands, stop; and what is told of it.
 */
#include "check/trial.h"

#include "lib/deadline.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void step(struct trial *t, const char *format, ...)
{
    va_list args;

    if (t->verdict != HELD || t->n_steps == MOST_STEPS)
        return;
    va_start(args, format);
    vsnprintf(t->steps[t->n_steps++], sizeof t->steps[0], format, args);
    va_end(args);
}

void note(struct trial *t, const char *format, ...)
{
    va_list args;

    if (t->verdict != HELD)
        return;
    va_start(args, format);
    vsnprintf(t->sentence, sizeof t->sentence, format, args);
    va_end(args);
}

void skip(struct trial *t, const char *format, ...)
{
    va_list args;

    if (t->verdict != HELD)
        return;
    t->verdict = SKIPPED;
    va_start(args, format);
    vsnprintf(t->sentence, sizeof t->sentence, format, args);
    va_end(args);
}

void fail(struct trial *t, const char *expected, const char *came, ...)
{
    va_list args;

    if (t->verdict != HELD)
        return;
    t->verdict = FAILED;
    snprintf(t->expected, sizeof t->expected, "%s", expected);
    va_start(args, came);
    vsnprintf(t->came, sizeof t->came, came, args);
    va_end(args);
}

void fail_client(struct trial *t, const struct wire *w, const char *expected,
                 ...)
{
    va_list args;

    if (t->verdict != HELD)
        return;
    t->verdict = FAILED;
    t->culprit = *w;
    snprintf(t->came, sizeof t->came, "%s", wire_describe(w));
    va_start(args, expected);
    vsnprintf(t->expected, sizeof t->expected, expected, args);
    va_end(args);
}

static void add(char *text, size_t size, const char *more)
{
    size_t length = strlen(text);

    snprintf(text + length, size - length, "%s", more);
}

static bool died(struct trial *t)
{
    enum wire_end end = t->culprit.end;
    bool cut_off = end == WIRE_FIN || end == WIRE_RESET || end == WIRE_REFUSED;

    return t->running &&
           server_ended_by(&t->server, deadline_in(cut_off ? SOON : 0));
}

/* A server that is gone has failed, whatever it answered before. */
static void look_whether_it_stands(struct trial *t)
{
    if (t->verdict == SKIPPED || !died(t))
        return;
    if (t->verdict == HELD)
        fail(t, "the server runs on", "every answer was right");
    add(t->came, sizeof t->came, "; the server had ended: ");
    add(t->came, sizeof t->came, server_status_text(t->server.status));
}

static int begin(struct trial *t, const struct launch *how)
{
    if (server_start(&t->server, t->target, how) == -1)
        return -1;
    t->running = true;
    return 0;
}

void stop_server(struct trial *t)
{
    if (!t->running)
        return;
    server_stop(&t->server);
    server_forget(&t->server);
    t->running = false;
}

void start_again(struct trial *t, const struct launch *how)
{
    if (t->verdict != HELD)
        return;
    stop_server(t);
    if (begin(t, how) == -1)
        fail(t, "the server starts", "%s", t->server.why);
}

/* With RST, so that no TIME_WAIT keeps the port from the next server. */
static void send_clients_home(struct trial *t)
{
    for (size_t i = 0; i < t->n; i++) {
        t->answered |= t->clients[i].received > 0 ||
                       t->clients[i].end == WIRE_WRONG;
        wire_reset(&t->clients[i]);
    }
    t->n = 0;
}

int trial_run(struct trial *t, const struct probe *probe,
              const struct target *target)
{
    int64_t began = deadline_now();

    memset(t, 0, sizeof *t);
    t->probe = probe;
    t->target = target;
    if (begin(t, &probe->how) == -1 && probe->how.soft_files > 0) {
        skip(t, "it does not start with %d descriptors",
             probe->how.soft_files);
        return 0;
    }
    if (!t->running) {
        fail(t, "the server starts", "%s", t->server.why);
        return -1;
    }
    probe->run(t);
    look_whether_it_stands(t);
    if (t->running)             /* before it complains of their RST */
        server_log_line(t->server.err, t->last_line, sizeof t->last_line);
    send_clients_home(t);
    stop_server(t);
    t->seconds = (double)(deadline_now() - began) / 1e9;
    return 0;
}
