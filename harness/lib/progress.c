/*
 * progress.c: how far a long job is.
 */
#include "lib/progress.h"

#include "lib/deadline.h"
#include "lib/terminal.h"
#include "lib/text.h"

#include <stdarg.h>
#include <stdio.h>

/* From how long a step took so far. */
static int seconds_left(const struct progress *p)
{
    double spent = (double)(deadline_now() - p->started) / 1e9;
    double done = (double)(p->begun - 1);

    return (int)(spent / done * ((double)p->total - done) + 0.5);
}

void progress_show(struct progress *p, const char *what, ...)
{
    char name[160], line[240], left[40] = "";
    va_list arguments;

    p->started = p->begun++ ? p->started : deadline_now();
    if (!terminal_erases(stderr))
        return;
    va_start(arguments, what);
    vsnprintf(name, sizeof name, what, arguments);
    va_end(arguments);
    if (p->begun > 1)
        snprintf(left, sizeof left, ", about %d s left", seconds_left(p));
    snprintf(line, sizeof line, "%zu of %zu%s: %s", p->begun, p->total, left,
             name);
    size_t fits = text_line(line, (size_t)terminal_columns(stderr) - 1);
    fprintf(stderr, "\r\033[K%.*s", (int)fits, line);
}

void progress_wipe(void)
{
    if (terminal_erases(stderr))
        fputs("\r\033[K", stderr);
}
