/*
 * sock_diag.c: asks the kernel about the server's end of a connection.
 *
 * sock_diag(7) finds one TCP connection among any number of others; where the
 * kernel does not have it, we search /proc/net/tcp line by line.
 */
#include "client/sock_diag.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { TCP_FULL = 1024 * 1024, UNIX_FULL = 64 * 1024 };

struct query {
    struct nlmsghdr header;
    struct inet_diag_req_v2 body;
};

union answer {
    struct nlmsghdr header;
    char bytes[1024];
};

/* The port stands at the same place for both families. */
static in_port_t port_of(const struct sockaddr_storage *address)
{
    return ((const struct sockaddr_in *)address)->sin_port;
}

static void copy_address(void *to, const struct sockaddr_storage *from)
{
    if (from->ss_family == AF_INET)
        memcpy(to, &((const struct sockaddr_in *)from)->sin_addr, 4);
    else
        memcpy(to, &((const struct sockaddr_in6 *)from)->sin6_addr, 16);
}

static struct query connection(const struct sockaddr_storage *its,
                                  const struct sockaddr_storage *mine)
{
    struct query q = {
        .header = { .nlmsg_len = sizeof q, .nlmsg_flags = NLM_F_REQUEST,
                    .nlmsg_type = SOCK_DIAG_BY_FAMILY },
        .body = { .sdiag_family = (unsigned char)its->ss_family,
                  .sdiag_protocol = IPPROTO_TCP, .idiag_states = ~0u },
    };
    struct inet_diag_sockid *id = &q.body.id;

    id->idiag_sport = port_of(its);
    id->idiag_dport = port_of(mine);
    copy_address(id->idiag_src, its);
    copy_address(id->idiag_dst, mine);
    id->idiag_cookie[0] = id->idiag_cookie[1] = INET_DIAG_NOCOOKIE;
    return q;
}

/* Returns whether the kernel answered, even if there is no such connection. */
static bool ask(const struct query *q, union answer *a)
{
    int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
    const struct nlmsgerr *e = NLMSG_DATA(&a->header);
    ssize_t n = -1;

    if (fd >= 0 && send(fd, q, sizeof *q, 0) == (ssize_t)sizeof *q)
        n = recv(fd, a, sizeof *a, 0);
    if (fd >= 0)
        close(fd);
    if (n < (ssize_t)NLMSG_LENGTH(sizeof *e))
        return false;
    return a->header.nlmsg_type != NLMSG_ERROR || e->error == -ENOENT;
}

static int find_in_table(unsigned local, unsigned remote, struct sock_diag *d)
{
    char line[256];
    int found = -1;
    FILE *table = fopen("/proc/net/tcp", "re");

    if (!table)
        return -1;
    while (found == -1 && fgets(line, sizeof line, table)) {
        unsigned from, to, state, unsent, unread;

        if (sscanf(line, "%*s %*[0-9A-F]:%x %*[0-9A-F]:%x %x %x:%x",
                   &from, &to, &state, &unsent, &unread) != 5)
            continue;
        if (from != local || to != remote)
            continue;
        *d = (struct sock_diag){ (int)state, unread, unsent, TCP_FULL };
        found = 0;
    }
    fclose(table);
    return found;
}

/* The two ends of a Unix-domain socket share the kernel's buffers: what we sent
 * and it did not read counts as ours (its size in memory), and what it sent is
 * with us at once. */
static int unix_end(const struct wire *w, struct sock_diag *d)
{
    struct pollfd p = { .fd = w->fd };

    if (poll(&p, 1, 0) == 1 && (p.revents & POLLHUP))
        return -1;
    *d = (struct sock_diag){ .state = TCP_STATE_ESTABLISHED,
                             .unread = wire_unacknowledged(w),
                             .full = UNIX_FULL };
    return 0;
}

int sock_diag_server_end(const struct wire *w, struct sock_diag *d)
{
    struct sockaddr_storage mine = { 0 }, its = { 0 };
    socklen_t mine_size = sizeof mine, its_size = sizeof its;
    union answer a = { .header = { 0 } };
    const struct inet_diag_msg *found = NLMSG_DATA(&a.header);

    *d = (struct sock_diag){ .state = TCP_STATE_GONE };
    if (getsockname(w->fd, (struct sockaddr *)&mine, &mine_size) == -1
        || getpeername(w->fd, (struct sockaddr *)&its, &its_size) == -1)
        return -1;
    if (its.ss_family == AF_UNIX)
        return unix_end(w, d);
    struct query query = connection(&its, &mine);

    if (!ask(&query, &a))
        return find_in_table(ntohs(port_of(&its)), ntohs(port_of(&mine)), d);
    if (a.header.nlmsg_type != SOCK_DIAG_BY_FAMILY)
        return -1;
    *d = (struct sock_diag){ found->idiag_state, found->idiag_rqueue,
                             found->idiag_wqueue, TCP_FULL };
    return 0;
}
