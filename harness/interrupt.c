/*
 * interrupt.c: to be interrupted, and still keep what was found so far.
 */
#include "interrupt.h"

#include <signal.h>
#include <stddef.h>

static volatile sig_atomic_t caught;

static void remember(int signal)
{
    caught = signal;
}

void interrupt_catch(void)
{
    static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
    struct sigaction action = {
        .sa_handler = remember, .sa_flags = (int)SA_RESETHAND
    };
    struct sigaction before;

    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
        if (sigaction(signals[i], NULL, &before) == 0
            && before.sa_handler != SIG_IGN)
            sigaction(signals[i], &action, NULL);
}

bool interrupted(void)
{
    return caught != 0;
}

void interrupt_obey(void)
{
    if (caught)
        raise(caught);
}
