/*
 * procfs.c: what /proc tells about the processes that we started.
 */
#include "server/procfs.h"

#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* Every process of the machine, and its parent. */
struct kin {
    pid_t pid;
    pid_t parent;
};

/* A line of /proc/net/tcp. */
struct tcp_socket {
    struct sockaddr_storage address;
    int port;
    unsigned long inode;
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

/* The table is the caller's to free; returns its length. */
static size_t everyone(struct kin **table)
{
    DIR *proc = opendir("/proc");
    struct kin *rows = NULL;
    size_t n = 0, room = 0;
    struct dirent *entry;

    while (proc && (entry = readdir(proc))) {
        pid_t pid = atoi(entry->d_name);
        if (pid <= 0)
            continue;
        if (n == room) {
            struct kin *more = realloc(rows, (room += 512) * sizeof *rows);
            if (!more)
                break;
            rows = more;
        }
        rows[n++] = (struct kin){ pid, parent_of(pid) };
    }
    if (proc)
        closedir(proc);
    *table = rows;
    return n;
}

static int add_children(const struct kin *table, size_t rows, pid_t parent,
                        pid_t pids[PROCFS_MOST], int n)
{
    for (size_t i = 0; i < rows && n < PROCFS_MOST; i++)
        if (table[i].parent == parent)
            pids[n++] = table[i].pid;
    return n;
}

int procfs_children(pid_t parent, pid_t pids[PROCFS_MOST])
{
    struct kin *table;
    size_t rows = everyone(&table);
    int n = add_children(table, rows, parent, pids, 0);

    free(table);
    return n;
}

int procfs_descendants(pid_t ancestor, pid_t pids[PROCFS_MOST])
{
    struct kin *table;
    size_t rows = everyone(&table);
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

/* The number behind the key in /proc/PID/status; of a thread, too. */
static int64_t status_number(pid_t pid, const char *key)
{
    char path[32], line[128];
    size_t length = strlen(key);
    int64_t number = -1;

    snprintf(path, sizeof path, "/proc/%d/status", pid);
    FILE *status = fopen(path, "re");
    if (!status)
        return -1;
    while (number < 0 && fgets(line, sizeof line, status))
        if (strncmp(line, key, length) == 0 && line[length] == ':')
            number = strtoll(line + length + 1, NULL, 10);
    fclose(status);
    return number;
}

int64_t procfs_memory(pid_t pid)
{
    int64_t kilobytes = status_number(pid, "RssAnon");

    return kilobytes < 0 ? -1 : kilobytes * 1024;
}

int64_t procfs_switches(pid_t pid)
{
    char path[32];
    struct dirent *entry;
    int64_t sum = 0;

    snprintf(path, sizeof path, "/proc/%d/task", pid);
    DIR *tasks = opendir(path);
    if (!tasks)
        return -1;
    while ((entry = readdir(tasks))) {
        pid_t thread = atoi(entry->d_name);
        int64_t slept = status_number(thread, "voluntary_ctxt_switches");
        int64_t taken = status_number(thread, "nonvoluntary_ctxt_switches");
        sum += slept < 0 || taken < 0 ? 0 : slept + taken;
    }
    closedir(tasks);
    return sum;
}

static DIR *open_fds(pid_t pid)
{
    char path[32];

    snprintf(path, sizeof path, "/proc/%d/fd", pid);
    return opendir(path);
}

int64_t procfs_files(pid_t pid)
{
    DIR *fds = open_fds(pid);
    struct dirent *entry;
    int64_t n = 0;

    if (!fds)
        return -1;
    while ((entry = readdir(fds)))
        n += isdigit((unsigned char)entry->d_name[0]) != 0;
    closedir(fds);
    return n;
}

/* An address stands there as words of 8 digits, each in our byte order.
 * Returns 0; -1: not a listening socket, and none comes after it. */
static int read_tcp_line(const char *line, struct tcp_socket *s)
{
    enum { LISTEN = 0x0a };
    char address[33];
    unsigned port, state;
    uint32_t word[4] = { 0 };
    int words = 0;

    if (sscanf(line, " %*d: %32[0-9A-F]:%x %*[^ ] %x %*s %*s %*s %*s %*s %lu",
               address, &port, &state, &s->inode) != 4 || state != LISTEN)
        return -1;
    while (words < 4 && sscanf(address + 8 * words, "%8x", &word[words]) == 1)
        words++;
    s->port = (int)port;
    s->address = (struct sockaddr_storage){ .ss_family = AF_INET };
    if (words == 1) {
        struct sockaddr_in *in = (struct sockaddr_in *)&s->address;
        in->sin_port = htons((uint16_t)port);
        in->sin_addr.s_addr = word[0];
    } else {
        struct sockaddr_in6 *in = (struct sockaddr_in6 *)&s->address;
        in->sin6_family = AF_INET6;
        in->sin6_port = htons((uint16_t)port);
        memcpy(&in->sin6_addr, word, sizeof in->sin6_addr);
    }
    return 0;
}

/* Adds the listening sockets of one table, which come first in it. Returns the
 * new length, or -1 if the table cannot be read. */
static int add_listening(const char *path, struct tcp_socket **table, int n)
{
    char line[512];
    struct tcp_socket s;
    FILE *file = fopen(path, "re");

    if (!file)
        return -1;
    if (!fgets(line, sizeof line, file))        /* the headings */
        line[0] = '\0';
    while (fgets(line, sizeof line, file) && read_tcp_line(line, &s) == 0) {
        size_t size = (size_t)(n + 1) * sizeof **table;
        struct tcp_socket *more = realloc(*table, size);
        if (!more)
            break;
        *table = more;
        more[n++] = s;
    }
    fclose(file);
    return n;
}

/* Everything that listens in our network namespace. The table is the caller's
 * to free; returns its length, -1 if /proc cannot tell. */
static int listening(struct tcp_socket **table)
{
    *table = NULL;
    int four = add_listening("/proc/self/net/tcp", table, 0);
    int six = add_listening("/proc/self/net/tcp6", table, four < 0 ? 0 : four);

    return six < 0 ? four : six;
}

/* Which of the sockets does the descriptor fds/name refer to? NULL: none. */
static const struct tcp_socket *socket_behind(int fds, const char *name,
                                              const struct tcp_socket *table,
                                              int rows)
{
    char link[64] = "";
    unsigned long inode;

    if (readlinkat(fds, name, link, sizeof link - 1) < 0
        || sscanf(link, "socket:[%lu]", &inode) != 1)
        return NULL;
    for (int i = 0; i < rows; i++)
        if (table[i].inode == inode)
            return &table[i];
    return NULL;
}

static bool is_better(const struct tcp_socket *s, int port,
                      const struct procfs_listener *than)
{
    if (!than->owner)
        return true;
    if (s->port != than->port)
        return than->port != port && (s->port == port || s->port < than->port);
    return s->address.ss_family == AF_INET
        && than->address.ss_family == AF_INET6;
}

static void look_through(pid_t pid, const struct tcp_socket *table, int rows,
                         int port, struct procfs_listener *found)
{
    DIR *fds = open_fds(pid);
    struct dirent *entry;

    while (fds && (entry = readdir(fds))) {
        const struct tcp_socket *s = socket_behind(dirfd(fds), entry->d_name,
                                                   table, rows);
        if (s && is_better(s, port, found))
            *found = (struct procfs_listener){ s->address, s->port, pid };
    }
    if (fds)
        closedir(fds);
}

bool procfs_listener(pid_t ancestor, int port, struct procfs_listener *found)
{
    pid_t pids[PROCFS_MOST];
    struct tcp_socket *table;
    int rows = listening(&table);
    int n = rows > 0 ? procfs_descendants(ancestor, pids) : 0;

    found->owner = 0;
    for (int i = 0; i < n; i++)
        look_through(pids[i], table, rows, port, found);
    free(table);
    return found->owner != 0;
}

int procfs_listens(int port)
{
    struct tcp_socket *table;
    int rows = listening(&table);
    bool any = false;

    for (int i = 0; i < rows; i++)
        any = any || table[i].port == port;
    free(table);
    return rows < 0 ? -1 : any;
}
