/*
 * start.c: a server that outlives the command that started it, for a test's
 * setup and teardown.
 *
 * `start` leaves one process, the server's supervisor. Its line is a socket in
 * the folder: whoever connects there speaks with the right supervisor, which
 * no process number could promise. `stop` does so. Should it never come, the
 * supervisor ends the server with its owner, or when its lifetime is over.
 */
#include "lib/exit_status.h"
#include "lib/parse.h"
#include "server/server.h"
#include "server/supervisor.h"
#include "verbs/command_line.h"
#include "verbs/verb.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static const char start_help[] =
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

static const char stop_help[] =
    "usage: muxlab stop DIR\n\n"
    "Stops the server that `muxlab start DIR` left running, with all that it\n"
    "started, and shows its stderr. DIR keeps stdout and stderr.\n\n"
    "Exit status: the server's; 128 + N if signal N killed it; 2 for a usage\n"
    "error; 3 if there is no server.\n";

struct request {
    int dir;
    const char *dir_name;
    struct target target;
    struct launch launch;
    struct lease lease;
};

/* A socket's path may have 107 bytes, a folder's 4095: so by its descriptor. */
static struct sockaddr_un line_address(int dir)
{
    struct sockaddr_un a = { .sun_family = AF_UNIX };

    snprintf(a.sun_path, sizeof a.sun_path, "/proc/self/fd/%d/line", dir);
    return a;
}

static int open_dir(const char *name)
{
    int dir = open(name, O_PATH | O_DIRECTORY | O_CLOEXEC);

    if (dir < 0)
        warn("%s", name);
    return dir;
}

/* The line to the supervisor; -1: errno. */
static int connect_line(int dir)
{
    struct sockaddr_un a = line_address(dir);
    int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);

    if (fd >= 0 && connect(fd, (struct sockaddr *)&a, sizeof a) == 0)
        return fd;
    int error = errno;
    if (fd >= 0)
        close(fd);
    errno = error;
    return -1;
}

static void forget_line(int dir)
{
    static const char *const files[] = { "line", "host", "port", "pid" };

    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        unlinkat(dir, files[i], 0);
}

static int listen_in(int dir)
{
    struct sockaddr_un a = line_address(dir);
    int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);

    if (fd >= 0 && bind(fd, (struct sockaddr *)&a, sizeof a) == 0
        && listen(fd, 1) == 0)
        return fd;
    if (fd >= 0)
        close(fd);
    return -1;
}

static int open_file(int dir, const char *name)
{
    return openat(dir, name,
                  O_RDWR | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0666);
}

/* The folder, empty of any earlier server, with the logs and the line. */
static int prepare(struct request *r)
{
    if (mkdir(r->dir_name, 0777) == -1 && errno != EEXIST) {
        warn("%s", r->dir_name);
        return -1;
    }
    r->dir = open_dir(r->dir_name);
    if (r->dir < 0)
        return -1;
    int line = connect_line(r->dir);
    if (line >= 0) {
        warnx("%s: a server runs there already: stop it first", r->dir_name);
        close(line);
        return -1;
    }
    forget_line(r->dir);
    r->launch.out = open_file(r->dir, "stdout");
    r->launch.err = open_file(r->dir, "stderr");
    r->lease.listener = listen_in(r->dir);
    r->launch.lease = &r->lease;
    if (r->launch.out >= 0 && r->launch.err >= 0 && r->lease.listener >= 0)
        return 0;
    warn("%s", r->dir_name);
    return -1;
}

static int write_file(int dir, const char *name, const char *text)
{
    int fd = open_file(dir, name);
    bool well = fd >= 0 && dprintf(fd, "%s\n", text) > 0;

    if (fd >= 0)
        close(fd);
    return well ? 0 : -1;
}

/* Tells the caller all, and only then lets go of the server. */
static int hand_over(const struct request *r, struct server *s)
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
    forget_line(r->dir);
    return CANNOT;
}

static int start(struct request *r)
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
    forget_line(r->dir);
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
static int read_options(struct request *r, int argc, char **argv)
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
            return printf("%s", start_help) > 0;
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

static int read_target(struct request *r, int argc, char **argv)
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
    struct request r = { .lease = { .owner = default_owner(),
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

static int exit_status(int dir, const struct report *r)
{
    int log = openat(dir, "stderr", O_RDONLY | O_CLOEXEC);

    server_log_show(log, "");
    if (log >= 0)
        close(log);
    if (r->killed)
        warnx("it had to be killed: it did not heed SIGTERM");
    return WIFEXITED(r->status) ? WEXITSTATUS(r->status)
        : 128 + WTERMSIG(r->status);
}

static int stop(const char *dir_name)
{
    struct report last = { .kind = REPORT_STARTED };
    int dir = open_dir(dir_name);
    int line = dir < 0 ? -1 : connect_line(dir);

    if (dir < 0)
        return CANNOT;
    if (line < 0 && errno == ECONNREFUSED)
        warnx("%s: its server has gone: its owner ended before this, or its "
              "lifetime was over", dir_name);
    else if (line < 0)
        warnx("%s: no server was started there", dir_name);
    else if (supervisor_stop(line, &last) == -1)
        warnx("%s: its supervisor does not answer", dir_name);
    if (line < 0 || last.kind == REPORT_STOPPED)
        forget_line(dir);
    return last.kind == REPORT_STOPPED ? exit_status(dir, &last) : CANNOT;
}

int verb_stop(int argc, char **argv)
{
    static const struct option options[] = {
        { "help", no_argument, NULL, 'h' },
        { NULL, 0, NULL, 0 },
    };
    int option = getopt_long(argc, argv, "h", options, NULL);

    if (option == 'h')
        return printf("%s", stop_help) > 0 ? ALL_HELD : CANNOT;
    if (option == -1 && argc - optind == 1 && *argv[optind])
        return stop(argv[optind]);
    if (option == -1)
        warnx("stop: one DIR is needed");
    return command_line_usage("stop");
}
