/*
 * interrupt.c: being interrupted without losing what was found so far.
 */
#include "lib/interrupt.h"

#include <signal.h>
#include <stdio.h>
#include <time.h>

static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
static volatile sig_atomic_t caught;
static time_t when;

static time_t now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec;
}

static void end(int signal)
{
    struct sigaction action = { .sa_handler = SIG_DFL };

    sigaction(signal, &action, NULL);
    raise(signal);
}

/* Interrupting a process group may send the signal twice in a row; that does
 * not count as a second time. */
static void remember(int signal)
{
    if (caught && now() > when + 1)
        end(signal);
    if (!caught)
        when = now();
    caught = signal;
}

void interrupt_catch(void)
{
    struct sigaction action = { .sa_handler = remember };
    struct sigaction before;

    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
        if (sigaction(signals[i], NULL, &before) == 0
            && before.sa_handler != SIG_IGN)
            sigaction(signals[i], &action, NULL);
}

bool interrupt_came(void)
{
    return caught != 0;
}

void interrupt_obey(void)
{
    if (!caught)
        return;
    fflush(stdout);
    end(caught);
}
