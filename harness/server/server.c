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
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { START_SECONDS = 10, UNOWNED_SECONDS = 1, LOOK_MS = 2, PORTS = 3,
       QUICK_MS = 100 };        /* few servers take longer to listen */

bool server_shows_logs;

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

/* The same, where it was the machine that lacked something. */
static int explain_lack(struct server *s, const char *what, const char *reason)
{
    s->lacked = true;
    return explain(s, what, reason);
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
    int error = address_find(&s->address, s->target->by, host, port);

    s->port = atoi(port);
    return error ? explain(s, host, gai_strerror(error)) : 0;
}

/* Where the command is told to listen. */
static const char *host_of(const struct server *s)
{
    return s->target->by == BY_UNIX ? address_host(&s->address)
        : s->target->host;
}

/* The fallback: no process of ours is seen to listen, but some process does on
 * the port that we gave to the command. It is ours if the command says {port},
 * or if we may not look at what descriptors ours have. */
static bool listens_unowned(struct server *s, bool denied)
{
    char port[12];

    if (!denied && !target_names_port(s->target))
        return false;
    snprintf(port, sizeof port, "%d", s->port);
    int seen = procfs_listens(&s->address, s->port);
    if (seen == 0 || resolve(s, host_of(s), port) == -1)
        return false;
    return seen == 1 || address_is_connectable(&s->address);
}

/* Looks which process listens. *denied: some may not be looked at. */
static bool listens(struct server *s, bool *denied)
{
    struct procfs_listener found;

    if (!s->supervisor)
        return false;
    if (!procfs_listener(s->supervisor, &s->address, s->port, &found)) {
        *denied = found.denied;
        return false;
    }
    s->port = found.port;
    s->pid = found.owner;
    s->address = found.address;
    address_to_call(&s->address);
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

static bool is_lack(int error)
{
    return error == EAGAIN || error == EMFILE || error == ENFILE
        || error == ENOMEM || error == ENOSPC;
}

static int explain_end(struct server *s, const struct report *r)
{
    char how[100];

    if (r->error)
        return (is_lack(r->error) ? explain_lack : explain)
            (s, r->what, strerror(r->error));
    if (s->lost)
        return explain_with_log(s, "its supervisor was killed");
    if (r->kind == REPORT_STOPPED)
        return explain_with_log(s, "its owner ended before it listened");
    snprintf(how, sizeof how, "%s before it listened%s",
             server_end_text(s->status),
             s->status == 0 ? " (its standard input is empty here)" : "");
    return explain_with_log(s, how);
}

static int explain_wait(struct server *s, bool denied)
{
    return explain_with_log(s, denied && !target_names_port(s->target)
        ? "cannot be looked at; give it its port: {port} in its command"
        : "did not listen in time (--timeout-scale allows more)");
}

/* When to look again: soon; the longer it has taken, the later. */
static int64_t next_look(int64_t began)
{
    int64_t now = deadline_now();

    return now + LOOK_MS * 1000000 + (now - began) / 20;
}

/* The fallback is not asked at once: the kernel looks through all connections
 * of the machine for it. */
static int wait_until_it_listens(struct server *s)
{
    int64_t began = deadline_now(), deadline = deadline_in(START_SECONDS);
    int64_t unowned = deadline_in(UNOWNED_SECONDS);
    struct report r = { .error = 0 };
    bool denied = false;

    while (!listens(s, &denied)) {
        if (has_ended(s, &r, next_look(began)))
            return explain_end(s, &r);
        if (deadline_left(deadline) == 0)
            return explain_wait(s, denied);
        if (deadline_now() - began < QUICK_MS * 1000000
            || !listens_unowned(s, denied))
            unowned = deadline_in(UNOWNED_SECONDS);
        else if (deadline_left(unowned) == 0)
            break;
    }
    if (!address_has_route(&s->address))
        return explain_lack(s, address_host(&s->address), strerror(errno));
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
        return explain_lack(s, "its log", strerror(errno));
    return 0;
}

static int spawn(struct server *s, const struct launch *how)
{
    bool keeps = s->target->by != BY_UNIX || how->keeps_path;
    const char *host = host_of(s);
    char port[12];

    snprintf(port, sizeof port, "%d", s->port);
    char **command = target_expand(s->target, host, port);
    struct spawn what = {
        .command = command, .host = host, .port = port, .how = how,
        .out = s->out, .err = s->err, .lease = how->lease,
        .path = keeps ? NULL : host,
    };
    if (command)
        s->guardian = supervisor_start(&what, &s->line);
    int error = errno;
    free(command);
    return s->guardian > 0 ? 0
        : explain_lack(s, "its supervisor", strerror(error));
}

/* Chooses where it is to listen. */
static int choose_place(struct server *s, const struct launch *how)
{
    const struct target *t = s->target;
    char path[ADDRESS_PATH + 1];

    if (t->by == BY_UNIX) {
        strcpy(path, how->path);
        if (!*path && port_pick_path(path) == -1)
            return explain_lack(s, "a path to listen at", strerror(errno));
        return resolve(s, path, "0");
    }
    s->port = how->port ? how->port : port_pick(t->by, t->host);
    return s->port ? 0 : explain_lack(s, t->host, "no free port");
}

static int start_once(struct server *s, const struct launch *how)
{
    if (!procfs_is_mounted())
        return explain_lack(s, "/proc is missing", "no server can be found");
    if (choose_place(s, how) == 0 && open_logs(s, how) == 0
        && spawn(s, how) == 0 && wait_until_it_listens(s) == 0)
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
        *s = (struct server){ .target = t, .address.by = t->by, .line = -1,
                              .out = -1, .err = -1 };
        if (!t->command)
            return resolve(s, t->host, t->port);
        result = start_once(s, how);
    } while (result == -1 && !how->port && s->ended && !s->lost
             && ++tries < PORTS && !port_is_free(t->by, t->host, s->port));
    return result;
}

struct launch server_same_place(const struct server *s)
{
    struct launch how = { .port = s->port };

    if (s->address.by == BY_UNIX) {
        how.keeps_path = true;
        strcpy(how.path, address_host(&s->address));
    }
    return how;
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
    else
        s->lost = true;
    s->line = -1;
    return last.killed;
}

void server_forget(struct server *s)
{
    if (server_shows_logs)
        server_log_show(s->err, "");
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

int64_t server_ready(const struct server *s)
{
    return sum(s, procfs_ready);
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
