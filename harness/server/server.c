/*
 * server.c: the server under test, as a process.
 */
#include "server/server.h"

#include "lib/deadline.h"
#include "lib/text.h"
#include "server/port.h"
#include "server/procfs.h"
#include "server/supervisor.h"
#include "server/target.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { START_SECONDS = 10, UNOWNED_SECONDS = 1, LOOK_MS = 2, PORTS = 3 };

/* The server's name in messages: its target's, or the whole command. */
static const char *title(const struct target *t)
{
    static char plain[100];
    char words[100];
    size_t n = 0;

    if (t->allocated || !t->command)
        return t->name;
    for (char **word = t->command; *word && n < sizeof words; word++)
        n += (size_t)snprintf(words + n, sizeof words - n, "%s%s",
                              n ? " " : "", *word);
    return text_plain(plain, sizeof plain, words);
}

static int explain(struct server *s, const char *what, const char *reason)
{
    const char *name = title(s->target);
    bool same = strcmp(name, text_word(what)) == 0;

    snprintf(s->why, sizeof s->why, "%s%s%s: %s", name, same ? "" : ": ",
             same ? "" : text_word(what), reason);
    return -1;
}

/* Says how it ended, with the line of its log that tells most. */
static int explain_with_log(struct server *s, const char *how)
{
    if (server_log_line(s->err, s->said, sizeof s->said) == 0)
        server_log_line(s->out, s->said, sizeof s->said);
    snprintf(s->why, sizeof s->why, "%s: %s%s%s", title(s->target), how,
             s->said[0] ? ": " : "", s->said);
    return -1;
}

/* Its address, by name and port. */
static int resolve(struct server *s, const char *host, const char *port)
{
    struct addrinfo hints = { .ai_socktype = SOCK_STREAM,
                              .ai_flags = AI_NUMERICSERV };
    struct addrinfo *a;
    int error = getaddrinfo(host, port, &hints, &a);

    if (error)
        return explain(s, host, gai_strerror(error));
    memcpy(&s->address, a->ai_addr, a->ai_addrlen);
    s->address_size = a->ai_addrlen;
    s->port = atoi(port);
    freeaddrinfo(a);
    return 0;
}

/* Whether our own machine has the address ::1. Connecting a datagram socket
 * sends nothing. */
static bool has_ipv6_loopback(void)
{
    struct sockaddr_in6 one = { .sin6_family = AF_INET6, .sin6_port = htons(9),
                                .sin6_addr = IN6ADDR_LOOPBACK_INIT };
    int fd = socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    bool has = fd >= 0
        && connect(fd, (struct sockaddr *)&one, sizeof one) == 0;

    if (fd >= 0)
        close(fd);
    return has;
}

/* Where to call what listens at `address`: for a wildcard, the loopback
 * address. An IPv6 wildcard commonly takes IPv4 callers too. */
static void call_at(struct server *s, const struct sockaddr_storage *address)
{
    struct sockaddr_in *in = (struct sockaddr_in *)&s->address;
    struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)&s->address;

    s->address = *address;
    s->address_size = sizeof *in6;
    if (address->ss_family == AF_INET) {
        s->address_size = sizeof *in;
        if (in->sin_addr.s_addr == htonl(INADDR_ANY))
            in->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    } else if (IN6_IS_ADDR_UNSPECIFIED(&in6->sin6_addr)) {
        in6->sin6_addr = in6addr_loopback;
        if (!has_ipv6_loopback()) {
            s->address_size = sizeof *in;
            *in = (struct sockaddr_in){ .sin_family = AF_INET,
                .sin_port = htons((uint16_t)s->port),
                .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
        }
    }
}

/* Can a client connect? Tried only where /proc tells nothing, since a server
 * that accepts once takes this for its client. */
static bool is_connectable(const struct server *s)
{
    int fd = socket(s->address.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool connected = fd >= 0
        && connect(fd, (const struct sockaddr *)&s->address,
                   s->address_size) == 0;

    if (fd >= 0)
        close(fd);
    return connected;
}

/* The fallback: no process of ours is seen to listen, but some process does on
 * the port that we gave to the command. */
static bool listens_unowned(struct server *s)
{
    char port[12];

    if (!target_names_port(s->target))
        return false;
    snprintf(port, sizeof port, "%d", s->port);
    int seen = procfs_listens(s->port);
    if (seen == 0 || resolve(s, s->target->host, port) == -1)
        return false;
    return seen == 1 || is_connectable(s);
}

static bool listens(struct server *s)
{
    struct procfs_listener found;

    if (!s->supervisor || !procfs_listener(s->supervisor, s->port, &found))
        return false;
    s->port = found.port;
    s->pid = found.owner;
    call_at(s, &found.address);
    return true;
}

static void take_report(struct server *s, const struct report *r)
{
    s->ended = s->ended || r->ended;
    s->status = r->status;
    s->usage = r->usage;
}

/* Waits for a report from the supervisor until then. Returns whether the server
 * has ended; it ends with its supervisor. */
static bool has_ended(struct server *s, struct report *r, int64_t until)
{
    if (supervisor_receive(s->line, r, until) == 0) {
        if (r->kind != REPORT_STARTED)
            take_report(s, r);
        else if (!s->pid)
            s->pid = r->pid;
        s->supervisor = r->supervisor;
        s->ended = s->ended || r->kind == REPORT_STOPPED;
    } else if (errno == EPIPE && !s->ended) {
        s->ended = s->lost = true;
        s->status = SIGKILL;
    }
    return s->ended;
}

static int explain_end(struct server *s, const struct report *r)
{
    char how[100];

    if (r->error)
        return explain(s, r->what, strerror(r->error));
    if (s->lost)
        return explain_with_log(s, "its supervisor was killed");
    if (r->kind == REPORT_STOPPED)
        return explain_with_log(s, "its owner ended before it listened");
    snprintf(how, sizeof how, "%s before it listened%s",
             server_end_text(s->status),
             s->status == 0 ? " (its standard input is empty here)" : "");
    return explain_with_log(s, how);
}

static int wait_until_it_listens(struct server *s)
{
    int64_t deadline = deadline_in(START_SECONDS);
    int64_t unowned = deadline_in(UNOWNED_SECONDS);
    struct report r = { .error = 0 };

    while (!listens(s)) {
        if (has_ended(s, &r, deadline_now() + LOOK_MS * 1000000))
            return explain_end(s, &r);
        if (deadline_left(deadline) == 0)
            return explain_with_log(s, "did not listen in time "
                                    "(--timeout-scale allows more)");
        if (!listens_unowned(s))
            unowned = deadline_in(UNOWNED_SECONDS);
        else if (deadline_left(unowned) == 0)
            return 0;
    }
    return 0;
}

static int open_logs(struct server *s, const struct launch *how)
{
    if (how->lease) {
        s->out = how->out;
        s->err = how->err;
        return 0;
    }
    s->out = memfd_create("stdout", MFD_CLOEXEC);
    s->err = memfd_create("stderr", MFD_CLOEXEC);
    if (s->out < 0 || s->err < 0)
        return explain(s, "its log", strerror(errno));
    return 0;
}

static int spawn(struct server *s, const struct launch *how)
{
    char port[12];

    snprintf(port, sizeof port, "%d", s->port);
    char **command = target_expand(s->target, port);
    struct spawn what = {
        .command = command, .host = s->target->host, .port = port,
        .how = how, .out = s->out, .err = s->err, .lease = how->lease,
    };
    if (command)
        s->guardian = supervisor_start(&what, &s->line);
    int error = errno;
    free(command);
    return s->guardian > 0 ? 0
        : explain(s, "its supervisor", strerror(error));
}

static int start_once(struct server *s, const struct launch *how)
{
    s->port = how->port ? how->port : port_pick(s->target->host);
    if (s->port == 0)
        return explain(s, s->target->host, "no free port");
    if (open_logs(s, how) == 0 && spawn(s, how) == 0
        && wait_until_it_listens(s) == 0)
        return 0;
    server_stop(s);
    if (!how->lease)
        server_forget(s);
    return -1;
}

int server_start(struct server *s, const struct target *t,
                 const struct launch *how)
{
    static const struct launch ordinary;
    int tries = 0, result;

    if (!how)
        how = &ordinary;
    do {
        *s = (struct server){ .target = t, .line = -1, .out = -1, .err = -1 };
        if (!t->command)
            return resolve(s, t->host, t->port);
        result = start_once(s, how);
    } while (result == -1 && !how->port && s->ended && ++tries < PORTS
             && !port_is_free(t->host, s->port));
    return result;
}

const char *server_host(const struct server *s)
{
    static char host[1025];     /* NI_MAXHOST is smaller in musl */

    if (getnameinfo((const struct sockaddr *)&s->address, s->address_size,
                    host, sizeof host, NULL, 0, NI_NUMERICHOST))
        snprintf(host, sizeof host, "%s", s->target->host);
    return host;
}

bool server_ended(struct server *s)
{
    struct report r;

    return s->ended || (s->line >= 0 && has_ended(s, &r, 0));
}

bool server_ended_by(struct server *s, int64_t deadline)
{
    while (s->line >= 0 && !server_ended(s) && deadline_nap(deadline) == 0)
        continue;
    return s->ended;
}

int server_stop(struct server *s)
{
    struct report last = { .kind = REPORT_STARTED };

    if (s->line < 0)
        return 0;
    if (supervisor_stop(s->guardian, s->line, &last) == 0)
        take_report(s, &last);
    s->line = -1;
    return last.killed;
}

void server_forget(struct server *s)
{
    if (s->out >= 0)
        close(s->out);
    if (s->err >= 0)
        close(s->err);
    s->out = s->err = -1;
}

int server_signal(struct server *s, int signal)
{
    return s->pid > 0 && s->line >= 0 ? kill(s->pid, signal) : -1;
}

/* The sum over the server and its living descendants, which are all of the
 * supervisor's. -1 if none can be seen. */
static int64_t sum(const struct server *s, int64_t (*figure)(pid_t))
{
    pid_t pids[PROCFS_MOST];
    int n = s->line < 0 ? 0 : procfs_descendants(s->supervisor, pids);
    int64_t total = -1;

    for (int i = 0; i < n; i++) {
        int64_t one = figure(pids[i]);
        if (one >= 0)
            total = one + (total < 0 ? 0 : total);
    }
    return total;
}

int64_t server_cpu(const struct server *s)
{
    return sum(s, procfs_cpu);
}

int64_t server_memory(const struct server *s)
{
    return sum(s, procfs_memory);
}

int64_t server_waited(const struct server *s)
{
    return sum(s, procfs_waited);
}

int server_tasks(const struct server *s)
{
    return (int)sum(s, procfs_tasks);
}

int64_t server_switches(const struct server *s)
{
    return sum(s, procfs_switches);
}

int server_files(const struct server *s)
{
    return (int)sum(s, procfs_files);
}
