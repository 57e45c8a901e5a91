/*
 * machine.c: the machine on which is measured, and which CPUs we use.
 */
#include "load/machine.h"

#include "lib/deadline.h"
#include "lib/text.h"

#include <limits.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/utsname.h>
#include <unistd.h>

enum { SPARE_FILES = 32 };      /* besides those of clients */

static long files_allowed(void)
{
    struct rlimit files;

    if (getrlimit(RLIMIT_NOFILE, &files) == -1)
        return 256;
    return files.rlim_cur > LONG_MAX ? LONG_MAX : (long)files.rlim_cur;
}

static int core_of(int cpu)
{
    char path[80];
    int core;

    snprintf(path, sizeof path,
             "/sys/devices/system/cpu/cpu%d/topology/core_id", cpu);
    FILE *f = fopen(path, "re");
    if (!f)
        return cpu;
    if (fscanf(f, "%d", &core) != 1)
        core = cpu;
    fclose(f);
    return core;
}

/* The server gets the first CPU; we take the first on another core, or, where
 * there is only one core, the last. */
static void choose_cpus(struct machine *e, const cpu_set_t *may)
{
    e->server_cpu = e->client_cpu = -1;
    for (int cpu = 0; cpu < CPU_SETSIZE; cpu++) {
        if (!CPU_ISSET((size_t)cpu, may))
            continue;
        if (e->server_cpu == -1)
            e->server_cpu = cpu;
        else if (e->client_cpu == -1
                 || core_of(e->client_cpu) == core_of(e->server_cpu))
            e->client_cpu = cpu;
    }
    if (e->client_cpu == -1)
        e->server_cpu = -1;
}

/* Seconds that all CPUs together have been busy. proc_stat(5) */
static double all_busy(void)
{
    double user = 0, nice = 0, system = 0, steal = 0;
    FILE *f = fopen("/proc/stat", "re");

    if (!f)
        return 0;
    if (fscanf(f, "cpu %lf %lf %lf %*f %*f %*f %*f %lf", &user, &nice, &system,
               &steal) != 4)
        user = nice = system = steal = 0;
    fclose(f);
    return (user + nice + system + steal) / (double)sysconf(_SC_CLK_TCK);
}

static double seconds(struct timeval t)
{
    return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

/* Without what we and the servers have used. */
static double others_busy(void)
{
    static const int whose[] = { RUSAGE_SELF, RUSAGE_CHILDREN };
    double busy = all_busy();
    struct rusage u;

    for (int i = 0; i < 2; i++)
        if (getrusage(whose[i], &u) == 0)
            busy -= seconds(u.ru_utime) + seconds(u.ru_stime);
    return busy;
}

double machine_disturbed(const struct machine *e)
{
    double span = (double)deadline_now() / 1e9 - e->started;
    double others = others_busy() - e->others;
    double cpus = (double)sysconf(_SC_NPROCESSORS_ONLN);

    return others > 0 && span > 0 ? 100 * others / span / cpus : 0;
}

size_t machine_clients(const struct machine *e)
{
    FILE *f = fopen("/proc/sys/net/ipv4/ip_local_port_range", "re");
    long first = 0, last = LONG_MAX - 1, files = e->files - SPARE_FILES;

    if (f && fscanf(f, "%ld %ld", &first, &last) != 2)
        last = LONG_MAX - 1;
    if (f)
        fclose(f);
    if (last - first + 1 < files)
        files = last - first + 1;
    return files > 0 ? (size_t)files : 0;
}

/* proc_meminfo(5) */
int64_t machine_kernel_memory(void)
{
    static const char *const keys[] = {
        "Slab:", "KernelStack:", "PageTables:"
    };
    char line[128];
    int64_t kilobytes = 0;
    FILE *f = fopen("/proc/meminfo", "re");

    while (f && fgets(line, sizeof line, f))
        for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
            if (strncmp(line, keys[i], strlen(keys[i])) == 0)
                kilobytes += strtoll(line + strlen(keys[i]), NULL, 10);
    if (f)
        fclose(f);
    return kilobytes > 0 ? kilobytes * 1024 : -1;
}

void machine_prepare(struct machine *e)
{
    struct utsname u;
    cpu_set_t set;

    if (uname(&u) == 0)
        snprintf(e->kernel, sizeof e->kernel, "%s %s %s", u.sysname,
                 u.release, u.machine);
    e->files = files_allowed();
    e->started = (double)deadline_now() / 1e9;
    e->others = others_busy();
    e->cpus = 1;
    e->server_cpu = e->client_cpu = -1;
    if (sched_getaffinity(0, sizeof set, &set) == -1)
        return;
    e->cpus = CPU_COUNT(&set);
    choose_cpus(e, &set);
    if (e->client_cpu == -1)
        return;
    CPU_ZERO(&set);
    CPU_SET((size_t)e->client_cpu, &set);
    if (sched_setaffinity(0, sizeof set, &set) == -1)
        e->server_cpu = e->client_cpu = -1;
}

void machine_line(const struct machine *e, char *line, size_t size)
{
    char files[32];
    char where[64] = "";

    text_count(files, sizeof files, (unsigned long long)e->files);
    if (e->client_cpu != -1)
        snprintf(where, sizeof where, " (servers on %d, clients on %d)",
                 e->server_cpu, e->client_cpu);
    snprintf(line, size, "%s, %d CPU%s%s, %s descriptors.", e->kernel, e->cpus,
             e->cpus == 1 ? "" : "s", where, files);
}
