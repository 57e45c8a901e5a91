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
#include "lib/deadline.h"
#include "lib/inherited.h"
#include "server/server.h"
#include "client/wire.h"

#include <err.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>

enum { MAX_GROUPS = 8 };

#define PATIENCE 20.0           /* seconds for what must come to pass */
#define QUIET 0.3               /* in which nothing more must happen */
#define WINDOW 0.3              /* over which idleness is measured */

/* Those who came together. Steps act on the newest, or as `group` says. */
struct group {
    struct wire *wires;
    size_t n;
};

static struct group groups[MAX_GROUPS], *group = groups;
static size_t ngroups;
static uint32_t streams;

static struct server server;
static bool noisy;              /* its stderr need not be empty */
static int64_t memory;          /* as it was at the mark */
static int files;

/* ---- What clients do ----------------------------------------------------- */

static bool tell(const struct wire *w)
{
    warnx("a client %s", wire_describe(w));
    if (w->end == WIRE_WRONG)
        wire_hexdump(w);
    return false;
}

/* n clients connect. */
static bool come(uint64_t n)
{
    if (ngroups == MAX_GROUPS)
        return warnx("no more than %d groups", MAX_GROUPS), false;
    group = &groups[ngroups++];
    group->n = n;
    group->wires = calloc(n, sizeof *group->wires);
    for (size_t i = 0; group->wires && i < n; i++) {
        group->wires[i].seed = ++streams;
        if (wire_connect(&group->wires[i], &server, PATIENCE) == -1)
            return tell(&group->wires[i]);
    }
    return group->wires;
}

/* From here on, the steps act on the nth group that came. */
static bool choose(uint64_t n)
{
    group = &groups[n - 1];
    return n >= 1 && n <= ngroups;
}

static void give(uint64_t bytes, bool mute)
{
    for (size_t i = 0; i < group->n; i++) {
        group->wires[i].to_send += bytes;
        group->wires[i].mute = mute;
    }
}

static bool move(void)
{
    struct wire *fallen;

    return wire_pump(group->wires, group->n, deadline_in(PATIENCE),
                     &fallen) == 0 || tell(fallen);
}

/* Each sends so many bytes, and gets them back. */
static bool ask(uint64_t bytes)
{
    give(bytes, false);
    return move();
}

/* Each sends 64 bytes and gets them back, so many times over. */
static bool chat(uint64_t times)
{
    while (times-- > 0)
        if (!ask(64))
            return false;
    return true;
}

static bool cut_off(const struct wire *w)
{
    return w->end == WIRE_FIN || w->end == WIRE_RESET
        || w->end == WIRE_REFUSED;
}

/* The same; but who is cut off leaves the group, and the others go on. */
static bool try(uint64_t bytes)
{
    int64_t deadline = deadline_in(PATIENCE);
    struct wire *fallen;

    give(bytes, false);
    while (wire_pump(group->wires, group->n, deadline, &fallen) == -1) {
        if (!cut_off(fallen))
            return tell(fallen);
        wire_close(fallen);
        *fallen = group->wires[--group->n];
    }
    return true;
}

/* Each sends; nobody reads. */
static bool say(uint64_t bytes)
{
    give(bytes, true);
    return move();
}

static uint64_t sent(void)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < group->n; i++)
        sum += group->wires[i].sent;
    return sum;
}

/* The same, until no more goes: the kernel's buffers are full. */
static bool stuff(uint64_t bytes)
{
    struct wire *fallen = group->wires;
    uint64_t before;
    int result;

    give(bytes, true);
    do {
        before = sent();
        result = wire_pump(group->wires, group->n, deadline_in(QUIET),
                           &fallen);
    } while (result == -1 && fallen->end == WIRE_OPEN && sent() > before);
    return result == 0 || fallen->end == WIRE_OPEN || tell(fallen);
}

/* Each sends what it has not sent yet, and all of it comes back. */
static bool hear(uint64_t unused)
{
    (void)unused;
    return ask(0);
}

/* Nobody has been answered, not a byte. */
static bool unheard(uint64_t unused)
{
    (void)unused;
    for (size_t i = 0; i < group->n; i++)
        if (group->wires[i].received > 0 || wire_unread(&group->wires[i]) != 0)
            return warnx("client %zu was answered", i + 1), false;
    return true;
}

static bool leave(uint64_t unused)
{
    (void)unused;
    for (; group->n > 0; group->n--)
        wire_close(&group->wires[group->n - 1]);
    return true;
}

static bool reset(uint64_t unused)
{
    for (size_t i = 0; i < group->n; i++)
        wire_reset(&group->wires[i]);
    return leave(unused);
}

/* Each half-closes, and gets what it is owed and end of file. */
static bool shut(uint64_t unused)
{
    for (size_t i = 0; i < group->n; i++)
        group->wires[i].half_close = true;
    return hear(unused) && reset(unused);
}

/* n clients, one after the other; each second one ends with a reset. */
static bool visits(uint64_t n)
{
    for (uint64_t i = 0; i < n; i++) {
        struct wire w = { .seed = ++streams };

        if (wire_connect(&w, &server, PATIENCE) == -1
            || wire_echo(&w, 1000, PATIENCE) == -1
            || (i % 2 == 0 && wire_finish(&w, PATIENCE) == -1))
            return tell(&w);
        wire_reset(&w);
    }
    return true;
}

/* So many are left in the group. */
static bool left(uint64_t n)
{
    if (group->n != n)
        warnx("%zu clients are left, not %" PRIu64, group->n, n);
    return group->n == n;
}

/* ---- What is seen of the server ------------------------------------------ */

static bool mark(uint64_t unused)
{
    (void)unused;
    memory = server_memory(&server);
    files = server_files(&server);
    return memory != -1 && files != -1;
}

/* Since the mark its memory has grown by no more than so many bytes, */
static bool grown(uint64_t most)
{
    int64_t grew = server_memory(&server) - memory;

    if (grew > (int64_t)most)
        warnx("grown by %" PRId64 " bytes", grew);
    return grew <= (int64_t)most;
}

/* and its descriptors, soon, are no more than so many. */
static bool opened(uint64_t most)
{
    int64_t deadline = deadline_in(PATIENCE);
    int more;

    do
        more = server_files(&server) - files;
    while (more > (int)most && deadline_nap(deadline) == 0);
    if (more > (int)most)
        warnx("%d descriptors more", more);
    return more <= (int)most;
}

/* Percent of a core that it uses over a WINDOW. */
static uint64_t share(void)
{
    int64_t window = deadline_in(WINDOW), began = deadline_now();
    int64_t cpu = server_cpu(&server);

    while (deadline_nap(window) == 0)
        ;
    cpu = server_cpu(&server) - cpu;
    return (uint64_t)(cpu * 100 / (deadline_now() - began));
}

/* It uses at most so many percent of a core. On a machine that others use what
 * it had to do may reach into the first window, but not into the third. */
static bool busy(uint64_t most)
{
    uint64_t percent = share();

    for (int i = 0; i < 2 && percent > most; i++)
        percent = share();
    if (percent > most)
        warnx("busy %" PRIu64 " %% of the time", percent);
    return percent <= most;
}

static bool send_signal(uint64_t number)
{
    return server_signal(&server, (int)number) == 0;
}

/* From now on, it may have so many descriptors. */
static bool limit(uint64_t n)
{
    struct rlimit least = { .rlim_cur = n, .rlim_max = n };

    return prlimit(server.pid, RLIMIT_NOFILE, &least, NULL) == 0;
}

static bool noise(uint64_t unused)
{
    (void)unused;
    return noisy = true;
}

/* It is stopped, and started again on its port at once; those who are
 * connected do not close. */
static bool again(uint64_t unused)
{
    struct launch same_port = { .port = server.port };
    int status;

    (void)unused;
    server_stop(&server);
    status = server.status;
    server_forget(&server);
    if (status != 0)
        warnx("%s", server_status_text(status));
    if (server_start(&server, server.target, &same_port) == 0)
        return status == 0;
    warnx("%s", server.why);
    return false;
}

/* It ends by itself, with this exit status. */
static bool quits(uint64_t status)
{
    int64_t deadline = deadline_in(PATIENCE);

    while (!server_ended(&server) && deadline_nap(deadline) == 0)
        ;
    noisy = true;
    if (!server.ended)
        warnx("it serves on");
    else if (!WIFEXITED(server.status)
             || WEXITSTATUS(server.status) != (int)status)
        warnx("%s", server_status_text(server.status));
    else
        return true;
    return false;
}

/* ---- The day -------------------------------------------------------------- */

static const struct step {
    const char *name;
    bool (*run)(uint64_t number);
} steps[] = {
    { "come", come }, { "group", choose }, { "ask", ask }, { "chat", chat },
    { "try", try }, { "say", say }, { "stuff", stuff }, { "hear", hear },
    { "unheard", unheard }, { "leave", leave }, { "reset", reset },
    { "shut", shut }, { "visits", visits }, { "left", left },
    { "mark", mark }, { "grown", grown }, { "opened", opened },
    { "busy", busy }, { "signal", send_signal }, { "limit", limit },
    { "again", again }, { "noise", noise }, { "quits", quits },
};

static bool take(const char *word)
{
    size_t length = strcspn(word, "=");
    char *unit = "";
    uint64_t number = word[length] ? strtoull(word + length + 1, &unit, 10) : 0;

    if (*unit == 'K' || *unit == 'M')
        number *= *unit == 'K' ? 1024 : 1024 * 1024;
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++)
        if (strlen(steps[i].name) == length
            && strncmp(steps[i].name, word, length) == 0)
            return steps[i].run(number);
    warnx("no such step");
    return false;
}

/* Stops it, and judges how it ended. */
static bool end(void)
{
    bool ended = server.ended;
    bool late = server_stop(&server) != 0;
    char line[200] = "";
    bool silent = server_log_line(server.err, line, sizeof line) == 0;

    server_log_show(server.err, "");
    server_log_line(server.out, line, sizeof line);
    puts(line);
    if (late || (!ended && server.status != 0))
        warnx("after SIGTERM: %s%s", server_status_text(server.status),
              late ? ", late" : "");
    return !late && (ended || server.status == 0) && (silent || noisy);
}

int main(int argc, char **argv)
{
    struct target target = { .name = "server", .host = "127.0.0.1" };
    const char *scale = getenv("SCALE");
    bool held = true;
    int i = 1;

    while (i < argc && strcmp(argv[i], "--") != 0)
        i++;
    if (i + 1 >= argc || inherited_remember() == -1)
        errx(2, "usage: drive STEP... -- COMMAND [ARG...]");
    deadline_scale = scale ? atof(scale) : 1;
    target_command(&target, argv + i + 1);
    if (server_start(&server, &target, NULL) == -1)
        errx(3, "%s", server.why);
    for (int step = 1; held && step < i; step++) {
        held = take(argv[step]);
        if (!held)
            warnx("step %d, %s: does not hold", step, argv[step]);
    }
    return end() && held ? EXIT_SUCCESS : EXIT_FAILURE;
}
