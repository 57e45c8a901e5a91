/*
 * watchdog.c: the deadline of a whole run. A signal ends the process, whatever
 * it is waiting for. The supervisors then see end of file, and leave nothing
 * behind.
 */
#include "lib/watchdog.h"

#include "lib/exit_status.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

enum { YEAR = 365 * 24 * 3600 };

static char line[128];          /* a signal handler may not call printf */

static void end(int signal)
{
    ssize_t written = write(STDERR_FILENO, line, strlen(line));

    (void)signal;
    (void)written;              /* the process ends either way */
    _exit(LATE);
}

/* A timer that is set to 0 never fires. */
static struct timeval span(double seconds)
{
    struct timeval t = { .tv_sec = YEAR };

    if (seconds < YEAR) {
        t.tv_sec = (time_t)seconds;
        t.tv_usec = (suseconds_t)((seconds - (double)t.tv_sec) * 1e6);
    }
    if (t.tv_sec == 0 && t.tv_usec == 0)
        t.tv_usec = 1;
    return t;
}

void watchdog_start(const char *verb, double seconds)
{
    struct sigaction action = { .sa_handler = end };
    struct itimerval timer = { .it_value = span(seconds) };

    if (seconds <= 0)
        return;
    snprintf(line, sizeof line, "%s: %s: not done after %g second%s\n",
             program_invocation_short_name, verb, seconds,
             seconds > 1 || seconds < 1 ? "s" : "");
    sigaction(SIGALRM, &action, NULL);
    setitimer(ITIMER_REAL, &timer, NULL);
}
