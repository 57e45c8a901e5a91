/*
 * start.c: a server that outlives the command that started it, for a test's
 * setup and teardown.
 *
 * `start` leaves one process besides the server: its supervisor, which `stop`
 * reaches through the control socket in the folder. If `stop` never comes, the
 * supervisor ends the server with its owner, or when its lifetime is over.
 */
#include "lib/exit_status.h"
#include "lib/parse.h"
#include "server/control.h"
#include "server/server.h"
#include "server/supervisor.h"
#include "verbs/command_line.h"
#include "verbs/verb.h"

#include <err.h>
#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char help[] =
    "usage: muxlab start [OPTION...] DIR TARGET\n"
    "       muxlab start [OPTION...] DIR -- COMMAND ARG...\n\n"
    "Starts the server, prints its port and leaves it running. DIR, made if\n"
    "need be, then holds host, port, pid, stdout and stderr.\n\n"
    "  -o, --owner PID         stop it when this process ends\n"
    "                          (BATS_ROOT_PID; else the session's leader)\n"
    "  -l, --lifetime SECONDS  stop it after that time at the latest (600)\n"
    "  -p, --port PORT         its port (one that is free)\n"
    "  -h, --help              print this\n\n"
    TARGET_HELP
    "It is started here: so not HOST:PORT, which runs already.\n"
    "Exit status: 0; 2 for a usage error; 3 if it cannot be started.\n";

struct start {
    int dir;
    const char *dir_name;
    struct target target;
    struct launch launch;
    struct lease lease;
};

/* The folder, empty of any earlier server, with the logs and the control
 * socket. */
static int prepare(struct start *r)
{
    if (mkdir(r->dir_name, 0777) == -1 && errno != EEXIST) {
        warn("%s", r->dir_name);
        return -1;
    }
    r->dir = control_open(r->dir_name);
    if (r->dir < 0)
        return -1;
    int line = control_connect(r->dir);
    if (line >= 0) {
        warnx("%s: a server runs there already: stop it first", r->dir_name);
        close(line);
        return -1;
    }
    control_remove(r->dir);
    r->launch.out = control_file(r->dir, "stdout");
    r->launch.err = control_file(r->dir, "stderr");
    r->lease.listener = control_listen(r->dir);
    r->launch.lease = &r->lease;
    if (r->launch.out >= 0 && r->launch.err >= 0 && r->lease.listener >= 0)
        return 0;
    warn("%s", r->dir_name);
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
    char port[16], pid[16];

    snprintf(port, sizeof port, "%d", s->port);
    snprintf(pid, sizeof pid, "%d", s->pid);
    if (write_file(r->dir, "host", server_host(s)) == 0
        && write_file(r->dir, "port", port) == 0
        && write_file(r->dir, "pid", pid) == 0
        && puts(port) >= 0 && fflush(stdout) == 0
        && supervisor_detach(s->line) == 0)
        return ALL_HELD;
    warn("%s", r->dir_name);
    control_remove(r->dir);
    return CANNOT;
}

static int start(struct start *r)
{
    struct server s;

    if (r->lease.owner && kill(r->lease.owner, 0) == -1 && errno == ESRCH) {
        warnx("the owner, process %d, is not there", r->lease.owner);
        return CANNOT;
    }
    if (prepare(r) == -1)
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

/* Returns 0, or -1 after a line on stderr; 1 if there is nothing to do. */
static int read_options(struct start *r, int argc, char **argv)
{
    static const struct option options[] = {
        { "help", no_argument, NULL, 'h' },
        { "lifetime", required_argument, NULL, 'l' },
        { "owner", required_argument, NULL, 'o' },
        { "port", required_argument, NULL, 'p' },
        { NULL, 0, NULL, 0 },
    };
    long n = 0;

    for (int c; n >= 0
         && (c = getopt_long(argc, argv, "+hl:o:p:", options, NULL)) != -1;)
        if (c == 'h')
            return printf("%s", help) > 0;
        else if (c == '?')
            return -1;
        else if (c == 'l')
            r->lease.lifetime = (double)(n = parse_number(
                "--lifetime", optarg, 1, 999999999));
        else if (c == 'o')
            r->lease.owner = (pid_t)(n = parse_number(
                "--owner", optarg, 1, 999999999));
        else
            r->launch.port = (int)(n = parse_number(
                "--port", optarg, 1, 65535));
    return n < 0 ? -1 : 0;
}

static int read_target(struct start *r, int argc, char **argv)
{
    bool command = argc >= 3 && strcmp(argv[1], "--") == 0;

    if ((argc != 2 && !command) || !*argv[0]) {
        warnx("start: a DIR and a TARGET are needed");
        return -1;
    }
    if (command)
        return target_command(&r->target, argv + 2);
    if (target_parse(&r->target, argv[1]) == -1)
        return -1;
    if (r->target.command)
        return 0;
    warnx("'%s': runs already, and cannot be started", argv[1]);
    return -1;
}

int verb_start(int argc, char **argv)
{
    struct start r = { .lease = { .owner = default_owner(),
                                   .lifetime = 600 } };
    int read = read_options(&r, argc, argv);

    if (read > 0)
        return ALL_HELD;
    if (read < 0 || read_target(&r, argc - optind, argv + optind) == -1)
        return command_line_usage("start");
    r.dir_name = argv[optind];
    int status = start(&r);
    target_free(&r.target);
    return status;
}
