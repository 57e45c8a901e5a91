/*
 * start.c: a server that outlives the command that started it, for a test's
 * setup and teardown.
 *
 * `start` leaves one process besides the server: its supervisor, which `stop`
 * reaches through the control socket in the folder. If `stop` never comes, the
 * supervisor ends the server with its owner, or when its lifetime is over.
 */
#include "lib/exit_status.h"
#include "lib/text.h"
#include "server/control.h"
#include "server/procfs.h"
#include "server/server.h"
#include "server/supervisor.h"
#include "verbs/command_line.h"
#include "verbs/verb.h"

#include <err.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct start {
    int dir;
    const char *dir_name;
    struct target target;
    struct launch launch;
    struct lease lease;
};

static struct start request;

static const struct option_row options[] = {
    { "owner", 'o', "PID", "stop it when this process ends (default: "
      "BATS_ROOT_PID, else the session's leader)",
      .number = &request.lease.owner, .least = 1, .most = 999999999 },
    { "lifetime", 'l', "SECONDS", "stop it after that time at the latest",
      "600", .decimal = &request.lease.lifetime, .most = 999999999 },
    { "port", 'p', "PORT", "its port (default: one that is free)",
      .number = &request.launch.port, .least = 1, .most = 65535 },
    { .name = NULL }
};

/* The folder, empty of any earlier server, with the logs and the control
 * socket. */
static int prepare(struct start *r)
{
    if (mkdir(r->dir_name, 0777) == -1 && errno != EEXIST) {
        warn("%s", text_path(r->dir_name));
        return -1;
    }
    r->dir = control_open(r->dir_name);
    if (r->dir < 0)
        return -1;
    int line = control_connect(r->dir);
    if (line >= 0) {
        warnx("%s: a server runs there already: stop it first",
              text_path(r->dir_name));
        close(line);
        return -1;
    }
    const char *stranger = control_stranger(r->dir);
    if (stranger) {
        warnx("%s/%s is not of a server that muxlab started: take another DIR",
              text_path(r->dir_name), stranger);
        return -1;
    }
    control_remove(r->dir);
    r->launch.out = control_file(r->dir, "stdout");
    r->launch.err = control_file(r->dir, "stderr");
    r->lease.listener = control_listen(r->dir);
    r->launch.lease = &r->lease;
    if (r->launch.out >= 0 && r->launch.err >= 0 && r->lease.listener >= 0)
        return 0;
    warn("%s", text_path(r->dir_name));
    return -1;
}

static int write_file(int dir, const char *name, const char *text)
{
    int fd = control_file(dir, name);
    bool well = fd >= 0 && dprintf(fd, "%s\n", text) > 0;

    if (fd >= 0)
        close(fd);
    return well ? 0 : -1;
}

/* Tells the caller all, and only then detaches the supervisor. */
static int hand_over(const struct start *r, struct server *s)
{
    const char *host = address_host(&s->address);
    char port[16], pid[16];

    snprintf(port, sizeof port, "%d", s->port);
    snprintf(pid, sizeof pid, "%d", s->pid);
    if (write_file(r->dir, "host", host) == -1
        || write_file(r->dir, "port", port) == -1
        || write_file(r->dir, "pid", pid) == -1)
        warn("%s", text_path(r->dir_name));
    else if (puts(s->port ? port : host) < 0 || fflush(stdout) != 0)
        warn("standard output");
    else if (supervisor_detach(s->line) == 0)
        return ALL_HELD;
    else
        warnx("%s: its supervisor does not answer", text_path(r->dir_name));
    control_remove(r->dir);
    return CANNOT;
}

/* {path} is a socket in the folder, where `stop` finds and removes it. */
static int place_socket(struct start *r)
{
    char *folder = realpath(r->dir_name, NULL);
    int n = snprintf(r->launch.path, sizeof r->launch.path, "%s/socket",
                     folder ? folder : r->dir_name);

    free(folder);
    r->launch.keeps_path = true;
    if (r->target.by != BY_UNIX || n < (int)sizeof r->launch.path)
        return 0;
    warnx("%s/socket: too long for the path of a socket",
          text_path(r->dir_name));
    return -1;
}

static int start(struct start *r)
{
    struct server s;

    if (r->lease.owner && kill(r->lease.owner, 0) == -1 && errno == ESRCH) {
        warnx("the owner, process %d, is not there", r->lease.owner);
        return CANNOT;
    }
    if (!procfs_is_mounted()) {
        warnx("/proc is missing: no server can be found");
        return CANNOT;
    }
    if (prepare(r) == -1 || place_socket(r) == -1)
        return CANNOT;
    if (server_start(&s, &r->target, &r->launch) == 0)
        return hand_over(r, &s);
    warnx("%s", s.why);
    control_remove(r->dir);
    return CANNOT;
}

/* A session of which we are the leader ends with us: then there is none. */
static pid_t default_owner(void)
{
    const char *bats = getenv("BATS_ROOT_PID");
    pid_t leader = getsid(0);

    if (bats && atoi(bats) > 0)
        return atoi(bats);
    return leader == getpid() ? 0 : leader;
}

static int read_target(struct start *r, const struct arguments *a)
{
    if (a->n > 0 && !*a->words[0]) {
        warnx("start: DIR is empty");
        return -1;
    }
    if (a->n != (a->command ? 1 : 2)) {
        warnx("start: a DIR and a TARGET are needed");
        return -1;
    }
    r->dir_name = a->words[0];
    if (a->command)
        return target_command(&r->target, a->command);
    if (target_parse(&r->target, a->words[1]) == -1)
        return -1;
    if (r->target.command)
        return 0;
    warnx("'%s': runs already, and cannot be started",
          text_word(a->words[1]));
    return -1;
}

static int run(const struct arguments *a)
{
    int status;

    if (read_target(&request, a) == -1
        || command_line_port(&request.target, request.launch.port) == -1)
        return WRONG_USAGE;
    if (request.lease.owner == 0)
        request.lease.owner = default_owner();
    status = start(&request);
    target_free(&request.target);
    return status;
}

const struct verb verb_start = {
    .name = "start",
    .does = "leaves a server running: start DIR TARGET",
    .usage = "DIR TARGET\nDIR -- COMMAND ARG...\n",
    .about =
        "Starts the server, prints its port (or path) and leaves it running. "
        "DIR, made if need be, then holds host, port, pid, stdout and "
        "stderr.\n",
    .options = options,
    .notes =
        TARGET_HELP
        "It is started here: so not one that runs already. A {path} is a "
        "socket in DIR. Instead of --deadline there is --lifetime.\n",
    .ends = {
        { "0", "it listens" },
        { "2", "wrong usage" },
        { "3", "it cannot be started" },
    },
    .run = run,
};
