/*
 * procfs_sockets.c: which sockets can be called, and which processes hold them.
 */
#include "server/procfs.h"

#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/un.h>
#include <unistd.h>

/* A socket that a client can call. */
struct row {
    struct address address;
    int port;
    unsigned long inode;
};

/* What a line tells of its socket. */
enum line { LISTENS, DOES_NOT, NONE_FROM_HERE };

/* The address is written as words of 8 hexadecimal digits, each in our byte
 * order. */
static enum line read_line(const char *line, unsigned state, struct row *s)
{
    char address[33];
    unsigned port, its_state;
    uint32_t word[4] = { 0 };
    int words = 0;

    if (sscanf(line, " %*d: %32[0-9A-F]:%x %*[^ ] %x %*s %*s %*s %*s %*s %lu",
               address, &port, &its_state, &s->inode) != 4
        || its_state != state)
        return DOES_NOT;
    while (words < 4 && sscanf(address + 8 * words, "%8x", &word[words]) == 1)
        words++;
    s->port = (int)port;
    s->address.sa.ss_family = AF_INET;
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
    return LISTENS;
}

/* The listening ones come first. */
static enum line read_tcp_line(const char *line, struct row *s)
{
    enum { LISTEN = 0x0a };

    return read_line(line, LISTEN, s) == LISTENS ? LISTENS : NONE_FROM_HERE;
}

static enum line read_udp_line(const char *line, struct row *s)
{
    enum { UNCONNECTED = 0x07 };

    return read_line(line, UNCONNECTED, s);
}

/* "Num: RefCount Protocol Flags Type St Inode Path" */
static enum line read_unix_line(const char *line, struct row *s)
{
    enum { ACCEPTS = 0x10000 };
    struct sockaddr_un *un = (struct sockaddr_un *)&s->address.sa;
    unsigned flags, type;
    int path = 0;

    if (sscanf(line, "%*s %*s %*s %x %x %*s %lu %n", &flags, &type, &s->inode,
               &path) != 3
        || flags != ACCEPTS || type != SOCK_STREAM)
        return DOES_NOT;
    address_find(&s->address, BY_UNIX, line + path, "");
    un->sun_path[strcspn(un->sun_path, "\n")] = '\0';
    return LISTENS;
}

static const struct source {
    enum transport by;
    const char *path;
    enum line (*read)(const char *line, struct row *s);
} sources[] = {
    { BY_TCP, "/proc/self/net/tcp", read_tcp_line },
    { BY_TCP, "/proc/self/net/tcp6", read_tcp_line },
    { BY_UDP, "/proc/self/net/udp", read_udp_line },
    { BY_UDP, "/proc/self/net/udp6", read_udp_line },
    { BY_UNIX, "/proc/self/net/unix", read_unix_line },
};

enum { SOURCES = sizeof sources / sizeof *sources };

/* Is it at the path that is wanted? */
static bool is_at(const struct row *s, const struct address *at)
{
    const struct sockaddr_un *its = (const struct sockaddr_un *)&s->address.sa;
    const struct sockaddr_un *un = (const struct sockaddr_un *)&at->sa;

    return at->by != BY_UNIX || strcmp(its->sun_path, un->sun_path) == 0;
}

/* Adds the sockets of one table. Returns the new length, or -1 if it cannot be
 * read. */
static int add_listening(const struct source *from, const struct address *at,
                         struct row **table, int n)
{
    enum line kind = LISTENS;
    char line[512];
    FILE *file = fopen(from->path, "re");

    if (!file)
        return -1;
    if (!fgets(line, sizeof line, file))        /* the headings */
        line[0] = '\0';
    while (kind != NONE_FROM_HERE && fgets(line, sizeof line, file)) {
        struct row s = { .address.by = at->by };
        kind = from->read(line, &s);
        if (kind != LISTENS || !is_at(&s, at))
            continue;
        struct row *more = realloc(*table, (size_t)(n + 1) * sizeof *more);
        if (!more)
            break;
        *table = more;
        more[n++] = s;
    }
    fclose(file);
    return n;
}

/* What can be called in our network namespace, read only as far as is asked
 * for: it takes the kernel milliseconds to look through all its connections,
 * and a server that starts has no socket yet for most of the time. */
struct table {
    const struct address *at;
    int next;                   /* of the sources; */
    bool is_known;              /*   one of them could be read */
    struct row *rows;           /* the caller's to free */
    int n;
};

/* Returns whether there was one more source to read. (IPv6 may be missing.) */
static bool read_more(struct table *t)
{
    while (t->next < SOURCES && sources[t->next].by != t->at->by)
        t->next++;
    if (t->next == SOURCES)
        return false;
    int more = add_listening(&sources[t->next++], t->at, &t->rows, t->n);
    t->is_known = t->is_known || more >= 0;
    t->n = more < 0 ? t->n : more;
    return true;
}

/* Which of the sockets does the descriptor fds/name refer to? NULL: none. */
static const struct row *socket_behind(int fds, const char *name,
                                       struct table *t)
{
    char link[64] = "";
    unsigned long inode;
    int i = 0;

    if (readlinkat(fds, name, link, sizeof link - 1) < 0
        || sscanf(link, "socket:[%lu]", &inode) != 1)
        return NULL;
    do
        for (; i < t->n; i++)
            if (t->rows[i].inode == inode)
                return &t->rows[i];
    while (read_more(t));
    return NULL;
}

static bool is_better(const struct row *s, int port,
                      const struct procfs_listener *than)
{
    if (!than->owner)
        return true;
    if (s->port != than->port)
        return than->port != port && (s->port == port || s->port < than->port);
    return s->address.sa.ss_family == AF_INET
        && than->address.sa.ss_family == AF_INET6;
}

static void look_through(pid_t pid, struct table *table, int port,
                         struct procfs_listener *found)
{
    DIR *fds = procfs_open_fds(pid);
    struct dirent *entry;

    found->denied = found->denied || (!fds && errno == EACCES);
    while (fds && (entry = readdir(fds))) {
        const struct row *s = socket_behind(dirfd(fds), entry->d_name, table);
        if (s && is_better(s, port, found))
            *found = (struct procfs_listener){ s->address, s->port, pid,
                                               found->denied };
    }
    if (fds)
        closedir(fds);
}

bool procfs_listener(pid_t ancestor, const struct address *at, int port,
                     struct procfs_listener *found)
{
    pid_t pids[PROCFS_MOST];
    struct table table = { .at = at };
    int n = procfs_descendants(ancestor, pids);

    *found = (struct procfs_listener){ .owner = 0 };
    for (int i = 0; i < n; i++)
        look_through(pids[i], &table, port, found);
    free(table.rows);
    return found->owner != 0;
}

int procfs_listens(const struct address *at, int port)
{
    struct table table = { .at = at };
    bool any = false;

    while (read_more(&table))
        continue;
    for (int i = 0; i < table.n; i++)
        any = any || table.rows[i].port == port;
    free(table.rows);
    return table.is_known ? any : -1;
}
