/*
 * deadline.c: moments, and what is left until them.
 */
#include "lib/deadline.h"

#include <limits.h>
#include <time.h>

double deadline_scale = 1;
int64_t deadline_cap;

int64_t deadline_now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

int64_t deadline_in(double seconds)
{
    int64_t moment = deadline_now() + (int64_t)(seconds * deadline_scale * 1e9);

    return deadline_cap != 0 && moment > deadline_cap ? deadline_cap : moment;
}

int deadline_left(int64_t deadline)
{
    int64_t left = (deadline - deadline_now() + 999999) / 1000000;

    return left < 0 ? 0 : left > INT_MAX ? INT_MAX : (int)left;
}

int deadline_nap(int64_t deadline)
{
    if (deadline_now() >= deadline)
        return -1;
    nanosleep(&(struct timespec){ .tv_nsec = 1000000 }, NULL);
    return 0;
}
