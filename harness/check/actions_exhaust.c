/*
 * actions_exhaust.c: brings a server to the point where it has no descriptor
 * left.
 */
#include "check/actions.h"

#include <errno.h>
#include <string.h>
#include <sys/resource.h>

enum { FEW = 28 };              /* descriptors */

/* How many of n clients that send a byte each are answered within t->soon; they
 * are moved to the front. The others were closed, or wait. */
static size_t served(struct trial *t, struct wire *w, size_t n)
{
    size_t answered = 0;

    n = pump_survivors(t, w, n, t->soon);
    for (size_t i = 0; i < n; i++) {
        struct wire other = w[i];

        if (other.received == 0)
            continue;
        w[i] = w[answered];
        w[answered++] = other;
    }
    return answered;
}

/* From now on it may have so many descriptors more. Not from its start: a
 * runtime needs some in order to load itself. */
static void limit_files(struct trial *t, int more)
{
    rlim_t most = (rlim_t)(server_files(&t->server) + more);
    struct rlimit few = { .rlim_cur = most, .rlim_max = most };

    if (t->verdict == HELD
        && prlimit(t->server.pid, RLIMIT_NOFILE, &few, NULL) == -1)
        skip(t, "its descriptors cannot be limited: %s", strerror(errno));
}

/* The last one in the array was cut off first: perhaps the server ended. */
static void few_served(struct trial *t, size_t n, const struct wire *fallen)
{
    fail_late(t, "as many served as there are descriptors for",
              "%zu of %d served", n, TOO_MANY);
    t->culprit = *fallen;
}

size_t exhaust(struct trial *t, struct wire **w)
{
    size_t n;

    step(t, "a client comes and goes; then allow %d descriptors more", FEW);
    visits(t, 2);
    limit_files(t, FEW);
    step(t, "%d clients connect and send", TOO_MANY);
    *w = rush(t, TOO_MANY, 1);
    n = served(t, *w, TOO_MANY);
    if (n < FEW / 4)
        few_served(t, n, &(*w)[TOO_MANY - 1]);
    return n;
}
