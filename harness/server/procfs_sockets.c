/*
 * procfs_sockets.c: which TCP sockets listen, and which processes hold them.
 */
#include "server/procfs.h"

#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A line of /proc/net/tcp or tcp6. */
struct tcp_socket {
    struct address address;
    int port;
    unsigned long inode;
};

/* The address is written as words of 8 hexadecimal digits, each in our byte
 * order. Returns 0; -1: this socket does not listen, and neither do those that
 * come after it. */
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
    s->address = (struct address){ .sa.ss_family = AF_INET };
    if (words == 1) {
        struct sockaddr_in *in = (struct sockaddr_in *)&s->address.sa;
        s->address.size = sizeof *in;
        in->sin_port = htons((uint16_t)port);
        in->sin_addr.s_addr = word[0];
    } else {
        struct sockaddr_in6 *in = (struct sockaddr_in6 *)&s->address.sa;
        s->address.size = sizeof *in;
        in->sin6_family = AF_INET6;
        in->sin6_port = htons((uint16_t)port);
        memcpy(&in->sin6_addr, word, sizeof in->sin6_addr);
    }
    return 0;
}

/* Adds the listening sockets of one table, where they come first. Returns the
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
    return s->address.sa.ss_family == AF_INET
        && than->address.sa.ss_family == AF_INET6;
}

static void look_through(pid_t pid, const struct tcp_socket *table, int rows,
                         int port, struct procfs_listener *found)
{
    DIR *fds = procfs_open_fds(pid);
    struct dirent *entry;

    found->denied = found->denied || (!fds && errno == EACCES);
    while (fds && (entry = readdir(fds))) {
        const struct tcp_socket *s = socket_behind(dirfd(fds), entry->d_name,
                                                   table, rows);
        if (s && is_better(s, port, found))
            *found = (struct procfs_listener){ s->address, s->port, pid,
                                               found->denied };
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

    *found = (struct procfs_listener){ .owner = 0 };
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
