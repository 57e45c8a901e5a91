/*
 * procfs.c: what /proc tells about the processes that we started.
 */
#include "server/procfs.h"

#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* A process and its parent. */
struct relation {
    pid_t pid;
    pid_t parent;
};

/* /proc/PID/stat: `7 (any name (even so)) S 1 ...`; the fourth is the parent.
 * Returns 0 where the process has gone. */
static pid_t parent_of(pid_t pid)
{
    char path[32], stat[256];
    pid_t parent = 0;

    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? -1 : read(fd, stat, sizeof stat - 1);
    if (fd >= 0)
        close(fd);
    if (n <= 0)
        return 0;
    stat[n] = '\0';
    char *name_end = strrchr(stat, ')');
    if (!name_end || sscanf(name_end, ") %*c %d", &parent) != 1)
        return 0;
    return parent;
}

/* Every process of the machine. The table is the caller's to free. Returns its
 * length. */
static size_t list_processes(struct relation **table)
{
    DIR *proc = opendir("/proc");
    struct relation *rows = NULL;
    size_t n = 0, room = 0;
    struct dirent *entry;

    while (proc && (entry = readdir(proc))) {
        pid_t pid = atoi(entry->d_name);
        if (pid <= 0)
            continue;
        if (n == room) {
            struct relation *more = realloc(rows, (room += 512) * sizeof *rows);
            if (!more)
                break;
            rows = more;
        }
        rows[n++] = (struct relation){ pid, parent_of(pid) };
    }
    if (proc)
        closedir(proc);
    *table = rows;
    return n;
}

static int add_children(const struct relation *table, size_t rows, pid_t parent,
                        pid_t pids[PROCFS_MOST], int n)
{
    for (size_t i = 0; i < rows && n < PROCFS_MOST; i++)
        if (table[i].parent == parent)
            pids[n++] = table[i].pid;
    return n;
}

int procfs_children(pid_t parent, pid_t pids[PROCFS_MOST])
{
    struct relation *table;
    size_t rows = list_processes(&table);
    int n = add_children(table, rows, parent, pids, 0);

    free(table);
    return n;
}

int procfs_descendants(pid_t ancestor, pid_t pids[PROCFS_MOST])
{
    struct relation *table;
    size_t rows = list_processes(&table);
    int n = add_children(table, rows, ancestor, pids, 0);

    for (int i = 0; i < n; i++)
        n = add_children(table, rows, pids[i], pids, n);
    free(table);
    return n;
}

int64_t procfs_cpu(pid_t pid)
{
    clockid_t clock;
    struct timespec t;

    if (clock_getcpuclockid(pid, &clock) || clock_gettime(clock, &t) == -1)
        return -1;
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

bool procfs_is_mounted(void)
{
    return access("/proc/self/fd", X_OK) == 0;
}

/* The number after the key in this file of the process. */
static int64_t number_after(pid_t pid, const char *file, const char *key)
{
    char path[48], line[128];
    size_t length = strlen(key);
    int64_t number = -1;

    snprintf(path, sizeof path, "/proc/%d/%s", pid, file);
    FILE *lines = fopen(path, "re");
    if (!lines)
        return -1;
    while (number < 0 && fgets(line, sizeof line, lines))
        if (strncmp(line, key, length) == 0 && line[length] == ':')
            number = strtoll(line + length + 1, NULL, 10);
    fclose(lines);
    return number;
}

int64_t procfs_status(pid_t pid, const char *key)
{
    return number_after(pid, "status", key);
}

int64_t procfs_memory(pid_t pid)
{
    int64_t kilobytes = number_after(pid, "smaps_rollup", "Pss_Anon");

    if (kilobytes < 0)
        kilobytes = procfs_status(pid, "RssAnon");
    return kilobytes < 0 ? -1 : kilobytes * 1024;
}

/* The sum of a figure over the living threads of a process. */
static int64_t sum_over_threads(pid_t pid, int64_t (*figure)(pid_t thread))
{
    char path[32];
    struct dirent *entry;
    int64_t sum = 0;

    snprintf(path, sizeof path, "/proc/%d/task", pid);
    DIR *tasks = opendir(path);
    if (!tasks)
        return -1;
    while ((entry = readdir(tasks))) {
        int64_t one = figure(atoi(entry->d_name));
        sum += one < 0 ? 0 : one;
    }
    closedir(tasks);
    return sum;
}

static int64_t switches_of_thread(pid_t thread)
{
    int64_t slept = procfs_status(thread, "voluntary_ctxt_switches");
    int64_t taken = procfs_status(thread, "nonvoluntary_ctxt_switches");

    return slept < 0 || taken < 0 ? -1 : slept + taken;
}

int64_t procfs_switches(pid_t pid)
{
    return sum_over_threads(pid, switches_of_thread);
}

/* /proc/PID/schedstat: nanoseconds on a CPU, nanoseconds of waiting for one,
 * and how often. */
static int64_t waited_of_thread(pid_t thread)
{
    char path[32];
    long long waited = -1;

    snprintf(path, sizeof path, "/proc/%d/schedstat", thread);
    FILE *stat = fopen(path, "re");
    if (!stat)
        return -1;
    if (fscanf(stat, "%*d %lld", &waited) != 1)
        waited = -1;
    fclose(stat);
    return waited;
}

int64_t procfs_waited(pid_t pid)
{
    return sum_over_threads(pid, waited_of_thread);
}

/* /proc/PID/stat: the letter after its name, which is in brackets. */
static int64_t ready_of_thread(pid_t thread)
{
    char path[32], line[80];
    const char *state = NULL;

    snprintf(path, sizeof path, "/proc/%d/stat", thread);
    FILE *stat = fopen(path, "re");
    if (!stat)
        return -1;
    if (fgets(line, sizeof line, stat))
        state = strrchr(line, ')');
    fclose(stat);
    return state && strncmp(state, ") R", 3) == 0;
}

int64_t procfs_ready(pid_t pid)
{
    return sum_over_threads(pid, ready_of_thread);
}

int64_t procfs_tasks(pid_t pid)
{
    int64_t threads = procfs_status(pid, "Threads");

    return threads == 0 ? 1 : threads;  /* a zombie may have none */
}

DIR *procfs_open_fds(pid_t pid)
{
    char path[32];

    snprintf(path, sizeof path, "/proc/%d/fd", pid);
    return opendir(path);
}

int64_t procfs_files(pid_t pid)
{
    DIR *fds = procfs_open_fds(pid);
    struct dirent *entry;
    int64_t n = 0;

    if (!fds)
        return -1;
    while ((entry = readdir(fds)))
        n += isdigit((unsigned char)entry->d_name[0]) != 0;
    closedir(fds);
    return n;
}
