/*
 * questions_at_rest.c: what silent clients cost.
 */
#include "compare/questions.h"

#include "compare/run.h"
#include "lib/deadline.h"

#include <time.h>

static void ask_rest(struct run *r, struct answer *a)
{
    int64_t before = server_cpu(&r->server);
    int64_t start = deadline_now();

    nanosleep(&(struct timespec){ .tv_nsec = (long)(r->window * 1e9) }, NULL);
    int64_t after = server_cpu(&r->server);
    double seconds = (double)(deadline_now() - start);

    if (before == -1 || after == -1)
        run_cannot(a, "Not started by us: its CPU cannot be seen.");
    else
        a->value = (double)(after - before) * 100 / seconds;
}

static void ask_memory(struct run *r, struct answer *a)
{
    int64_t memory = server_memory(&r->server);

    if (memory == -1 || r->memory == -1)
        run_cannot(a, "Not started by us: its memory cannot be seen.");
    else if (r->army.size > 0)
        a->value = (double)(memory - r->memory) / (double)r->army.size;
}

/* Both ends of the connection are on this machine, and so is all else that
 * takes or gives back memory meanwhile. */
static void ask_kernel(struct run *r, struct answer *a)
{
    int64_t memory = machine_kernel_memory();

    if (memory == -1 || r->kernel_memory == -1)
        run_cannot(a, "/proc/meminfo cannot be read.");
    else if (r->army.size > 0)
        a->value = (double)(memory - r->kernel_memory) / (double)r->army.size;
}

const struct question questions_at_rest[] = {
    {
        .key = "rest",
        .label = "CPU at rest, {idle} clients idle",
        .unit = "% of a core",
        .idle = 100,
        .better = LESS,
        .lecture = true,
        .ask = ask_rest,
        .apart = "While no client speaks {most} uses {most=} % of a core, "
                 "{least} {least=} %.",
        .alike = "While no client speaks, {range} % of a core.",
    }, {
        .key = "memory",
        .label = "Its own memory for an idle client, of {idle}",
        .unit = "bytes",
        .life = 2,
        .idle = 900,
        .more = true,
        .report = true,
        .margin = 2,
        .better = LESS,
        .ask = ask_memory,
        .apart = "An idle client costs {most} {most=} bytes, {least} {least=}.",
        .alike = "An idle client costs {range} bytes.",
    }, {
        .key = "kernel",
        .label = "... and what the kernel has for it, both sockets included",
        .unit = "bytes",
        .life = 2,
        .idle = 900,
        .more = true,
        .report = true,
        .better = LESS,
        .margin = 2,
        .ask = ask_kernel,
        .apart = "For an idle client the kernel has {most=} bytes with {most}, "
                 "{least=} with {least}.",
        .alike = "For an idle client the kernel has {range} bytes.",
    },
    { 0 },
};
