/*
 * actions_verdict.c: what a probe says of itself: its steps, and its verdict.
 */
#include "check/actions.h"

#include <errno.h>
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

static void fail_for(struct trial *t, enum cause cause, const char *expected,
                     const char *came, va_list args)
{
    if (t->verdict != HELD)
        return;
    t->verdict = FAILED;
    t->cause = cause;
    snprintf(t->expected, sizeof t->expected, "%s", expected);
    vsnprintf(t->came, sizeof t->came, came, args);
}

void fail(struct trial *t, const char *expected, const char *came, ...)
{
    va_list args;

    va_start(args, came);
    fail_for(t, OTHER_CAUSE, expected, came, args);
    va_end(args);
}

void fail_late(struct trial *t, const char *expected, const char *came, ...)
{
    va_list args;

    va_start(args, came);
    fail_for(t, TOO_LATE, expected, came, args);
    va_end(args);
}

static enum cause cause_of(const struct wire *w)
{
    if (w->end == WIRE_REFUSED && w->error == ETIMEDOUT)
        return NO_CONNECTION;
    if (w->end != WIRE_OPEN)
        return OTHER_CAUSE;
    return w->shut && wire_owed(w) == 0 ? NO_FIN : NO_ANSWER;
}

void fail_start(struct trial *t, const struct server *s)
{
    if (s->lacked)
        skip(t, "%s", s->why);
    else
        fail(t, "the server starts", "%s", s->why);
}

void fail_client(struct trial *t, const struct wire *w, const char *expected,
                 ...)
{
    va_list args;

    if (wire_refused_here(w))
        skip(t, "muxlab itself cannot connect: %s", strerror(w->error));
    if (t->verdict != HELD)
        return;
    t->verdict = FAILED;
    t->cause = cause_of(w);
    t->culprit = *w;
    snprintf(t->came, sizeof t->came, "%s", wire_describe(w));
    va_start(args, expected);
    vsnprintf(t->expected, sizeof t->expected, expected, args);
    va_end(args);
}
