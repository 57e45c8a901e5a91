/*
 * drive.c: a server's day, told in steps: it is started, clients come and do
 * as they are told, and it is stopped.
 *
 *     drive STEP... -- COMMAND [ARG...]         ({port} in the command)
 *
 * Ends with 0 if every step held, and the server then ended on SIGTERM, with
 * status 0 and nothing on its stderr; prints its last line. (That it takes no
 * longer than a second is for stops.c to say.)
 * A number may end in K or M. SCALE in the environment stretches deadlines.
 */
#include "check/actions.h"
#include "lib/deadline.h"
#include "lib/inherited.h"
#include "server/procfs.h"

#include <err.h>
#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>

enum { MAX_GROUPS = 8 };

#define LONG 20.0               /* seconds for what a crowd must get done */

/* Clients that came together. Steps act on the newest group, or as `group`
 * says. */
struct group {
    struct wire *wires;
    size_t n;
};

static struct group groups[MAX_GROUPS], *group = groups;
static size_t ngroups;

static struct wire clients[MOST_CLIENTS];
static struct trial day = { .clients = clients };
static bool noisy;              /* its stderr need not be empty */
static int64_t memory;          /* as it was at the mark */
static int files;

/* ---- What clients do ----------------------------------------------------- */

/* n clients connect. */
static void come(uint64_t n)
{
    if (ngroups == MAX_GROUPS) {
        fail(&day, "a few groups", "no more than %d", MAX_GROUPS);
        return;
    }
    group = &groups[ngroups++];
    group->wires = &day.clients[day.n];
    for (group->n = 0; group->n < n && day.verdict == HELD; group->n++)
        arrive(&day);
}

/* From here on, the steps act on the nth group that came. */
static void choose(uint64_t n)
{
    if (n < 1 || n > ngroups)
        fail(&day, "a group that came", "%zu came", ngroups);
    else
        group = &groups[n - 1];
}

static void give(uint64_t bytes, bool mute)
{
    for (size_t i = 0; i < group->n; i++) {
        group->wires[i].to_send += bytes;
        group->wires[i].mute = mute;
    }
}

/* Each sends so many bytes, and gets them back. */
static void ask(uint64_t bytes)
{
    give(bytes, false);
    pump(&day, group->wires, group->n, LONG);
}

/* Each sends 64 bytes and gets them back, so many times over. */
static void chat(uint64_t times)
{
    while (times-- > 0 && day.verdict == HELD)
        ask(64);
}

/* The same as ask; but a client that is cut off leaves the group, and the
 * others go on. */
static void try(uint64_t bytes)
{
    size_t n = group->n;

    give(bytes, false);
    group->n = pump_survivors(&day, group->wires, n, LONG);
    for (size_t i = group->n; i < n; i++)
        leave(&day, &group->wires[i]);
    pump(&day, group->wires, group->n, 0);
}

/* Each sends; none reads. */
static void send_only(uint64_t bytes)
{
    give(bytes, true);
    pump(&day, group->wires, group->n, LONG);
}

/* The same, until nothing more goes: the kernel's buffers are full. */
static void fill(uint64_t bytes)
{
    stuff(&day, group->wires, group->n, bytes);
}

/* Each sends what it has not sent yet, and all of it comes back. */
static void receive(uint64_t unused)
{
    (void)unused;
    ask(0);
}

/* None of them has been answered, not a byte. */
static void unheard(uint64_t unused)
{
    (void)unused;
    for (size_t i = 0; i < group->n; i++)
        if (group->wires[i].received > 0 || wire_unread(&group->wires[i]) != 0)
            fail(&day, "no answer", "client %zu was answered", i + 1);
}

static void leave_all(uint64_t unused)
{
    (void)unused;
    for (; group->n > 0; group->n--)
        leave(&day, &group->wires[group->n - 1]);
}

static void reset_all(uint64_t unused)
{
    (void)unused;
    for (; group->n > 0; group->n--)
        reset(&day, &group->wires[group->n - 1]);
}

/* Each half-closes, and gets what it is owed and end of file. */
static void shut(uint64_t unused)
{
    for (size_t i = 0; i < group->n; i++)
        group->wires[i].half_close = true;
    receive(unused);
    reset_all(unused);
}

/* n clients, one after the other; every second one ends with RST. */
static void come_and_go(uint64_t n)
{
    visits(&day, n);
}

/* So many are left in the group. */
static void left(uint64_t n)
{
    if (group->n != n)
        fail(&day, "the others are cut off", "%zu are left", group->n);
}

/* ---- What is seen of the server ------------------------------------------ */

static void mark(uint64_t unused)
{
    (void)unused;
    memory = server_memory(&day.server);
    files = server_files(&day.server);
    if (memory == -1 || files == -1)
        fail(&day, "its /proc", "nothing to read there");
}

static int64_t growth(void)
{
    return server_memory(&day.server) - memory;
}

/* Since the mark its memory has grown by so many bytes or more; */
static void costs(uint64_t least)
{
    if (growth() < (int64_t)least)
        fail(&day, "more", "grown by %" PRId64 " bytes", growth());
}

/* or, soon, by no more than that: a thread that has closed its client's
 * descriptor has not ended yet; */
static void grown(uint64_t most)
{
    int64_t deadline = deadline_in(LONG);

    while (growth() > (int64_t)most && deadline_nap(deadline) == 0)
        continue;
    if (growth() > (int64_t)most)
        fail(&day, "less", "grown by %" PRId64 " bytes", growth());
}

/* and its descriptors, soon, are no more than so many. */
static void opened(uint64_t most)
{
    int64_t deadline = deadline_in(LONG);
    int more;

    do
        more = server_files(&day.server) - files;
    while (more > (int)most && deadline_nap(deadline) == 0);
    if (more > (int)most)
        fail(&day, "fewer", "%d descriptors more", more);
}

/* And it and its children, soon, are no more than so many processes. */
static void processes(uint64_t most)
{
    static pid_t pids[PROCFS_MOST];
    int64_t deadline = deadline_in(LONG);
    int n;

    do
        n = 1 + procfs_descendants(day.server.pid, pids);
    while (n > (int)most && deadline_nap(deadline) == 0);
    if (n > (int)most)
        fail(&day, "fewer", "%d processes", n);
}

/* It uses at most so many percent of a core. */
static void idles(uint64_t most)
{
    double share = busy(&day, (double)most);

    if (share > (double)most)
        fail(&day, "less", "busy %.0f %% of the time", share);
}

static void send_signal(uint64_t number)
{
    if (server_signal(&day.server, (int)number) == -1)
        fail(&day, "a server to signal", "none");
}

/* From now on, it may have so many descriptors. */
static void limit(uint64_t n)
{
    struct rlimit least = { .rlim_cur = n, .rlim_max = n };

    if (prlimit(day.server.pid, RLIMIT_NOFILE, &least, NULL) == -1)
        fail(&day, "a limit that can be set", "%s",
             strerror(errno));
}

static void noise(uint64_t unused)
{
    (void)unused;
    noisy = true;
}

/* It is stopped, and started again on its port at once; clients that are
 * connected do not close. */
static void again(uint64_t unused)
{
    struct launch same_port = { .port = day.server.port };

    (void)unused;
    server_stop(&day.server);
    if (day.server.status != 0)
        fail(&day, "exit status 0", "%s",
             server_status_text(day.server.status));
    start_again(&day, &same_port);
}

/* It ends by itself, with this exit status. */
static void quits(uint64_t status)
{
    bool ended = server_ended_by(&day.server, deadline_in(LONG));
    int how = day.server.status;

    noisy = true;
    if (!ended)
        fail(&day, "it ends", "it serves on");
    else if (!WIFEXITED(how) || WEXITSTATUS(how) != (int)status)
        fail(&day, "this exit status", "%s", server_status_text(how));
}

/* ---- The day -------------------------------------------------------------- */

static const struct deed {
    const char *name;
    void (*run)(uint64_t number);
} deeds[] = {
    { "come", come }, { "group", choose }, { "ask", ask }, { "chat", chat },
    { "try", try }, { "say", send_only }, { "stuff", fill },
    { "hear", receive }, { "unheard", unheard }, { "leave", leave_all },
    { "reset", reset_all }, { "shut", shut }, { "visits", come_and_go },
    { "left", left }, { "mark", mark }, { "costs", costs }, { "grown", grown },
    { "opened", opened }, { "processes", processes }, { "busy", idles },
    { "signal", send_signal }, { "limit", limit }, { "again", again },
    { "noise", noise }, { "quits", quits },
};

static void take(const char *word)
{
    size_t length = strcspn(word, "=");
    char *unit = "";
    uint64_t number = word[length] ? strtoull(word + length + 1, &unit, 10) : 0;

    if (*unit == 'K' || *unit == 'M')
        number *= *unit == 'K' ? KIB : MIB;
    for (size_t i = 0; i < sizeof deeds / sizeof deeds[0]; i++)
        if (strlen(deeds[i].name) == length
            && strncmp(deeds[i].name, word, length) == 0) {
            deeds[i].run(number);
            return;
        }
    fail(&day, "a step", "no such step");
}

/* Takes the steps, up to the first that does not hold. */
static bool take_all(char **words, int n)
{
    for (int i = 0; i < n; i++) {
        take(words[i]);
        if (day.verdict == HELD)
            continue;
        warnx("step %d, %s: expected: %s; came: %s", i + 1, words[i],
              day.expected, day.came);
        if (day.culprit.end == WIRE_WRONG)
            wire_hexdump(stdout, &day.culprit);
        return false;
    }
    return true;
}

/* Stops it, and judges how it ended. */
static bool end(struct server *s)
{
    bool ended = s->ended;
    bool late = server_stop(s) != 0;
    char line[200] = "";
    bool silent = server_log_line(s->err, line, sizeof line) == 0;

    server_log_show(s->err, "");
    server_log_line(s->out, line, sizeof line);
    puts(line);
    if (late || (!ended && s->status != 0))
        warnx("after SIGTERM: %s%s", server_status_text(s->status),
              late ? ", late" : "");
    return !late && (ended || s->status == 0) && (silent || noisy);
}

int main(int argc, char **argv)
{
    struct target target = { .name = "server", .host = "127.0.0.1" };
    const char *scale = getenv("SCALE");
    bool held;
    int i = 1;

    while (i < argc && strcmp(argv[i], "--") != 0)
        i++;
    if (i + 1 >= argc || inherited_remember() == -1)
        errx(2, "usage: drive STEP... -- COMMAND [ARG...]");
    deadline_scale = scale ? atof(scale) : 1;
    target_command(&target, argv + i + 1);
    day.target = &target;
    day.patience = day.soon = LONG;
    if (trial_start(&day, NULL) == -1)
        errx(3, "%s", day.server.why);
    held = take_all(argv + 1, i - 1);
    return end(&day.server) && held ? EXIT_SUCCESS : EXIT_FAILURE;
}
