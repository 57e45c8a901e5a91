/*
 * with.c: a server up, a command run, the server stopped.
 *
 * The command has a supervisor of its own, which leaves it in our process group
 * and terminal. However muxlab ends, neither server nor command stays behind.
 */
#include "client/wire.h"
#include "lib/exit_status.h"
#include "lib/parse.h"
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
#include <sys/wait.h>
#include <unistd.h>

static const char help[] =
    "usage: muxlab with [-p PORT] [-v] TARGET -- COMMAND [ARG...]\n\n"
    "Starts the server, runs the command with PORT and HOST in its\n"
    "environment, and stops the server, and whatever either left running.\n\n"
    "  -p, --port PORT  the server's port (one that is free)\n"
    "  -v, --verbose    then show on stderr all that the server wrote\n"
    "  -h, --help       print this\n\n"
    TARGET_HELP
    "A server of yours is NAME='COMMAND' here: what stands after -- is run\n"
    "while it is up.\n"
    "Exit status: the command's; 128 + N if signal N killed it; 126 or 127\n"
    "if it cannot be run; 125 if the server cannot be started or\n"
    "reached.\n";

struct with {
    struct target target;
    struct launch launch;
    bool verbose;
    char **command;
};

static volatile sig_atomic_t command_pid;

/* A ^C at the terminal reaches the command by itself. A signal that another
 * process sent to us does not. */
static void forward(int signal, siginfo_t *info, void *context)
{
    int saved = errno;

    (void)context;
    if (info->si_code <= 0)
        kill(command_pid, signal);
    errno = saved;
}

/* From here on INT and TERM are the command's. */
static void forward_signals(pid_t pid, const sigset_t *signals)
{
    struct sigaction action = { .sa_sigaction = forward,
                                .sa_flags = SA_SIGINFO };

    command_pid = pid;
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    sigprocmask(SIG_UNBLOCK, signals, NULL);
}

/* Until the command has ended; returns -1 if its supervisor did first. */
static int wait_for_command(int line, struct report *r)
{
    do {
        if (supervisor_receive(line, r, -1) == -1 && errno != EINTR)
            return -1;
    } while (r->kind != REPORT_ENDED);
    return 0;
}

static int exit_status(const struct report *r)
{
    if (r->error) {
        warnx("%s: %s", r->what, strerror(r->error));
        return r->error == ENOENT ? 127 : 126;
    }
    return WIFEXITED(r->status) ? WEXITSTATUS(r->status)
        : 128 + WTERMSIG(r->status);
}

/* SIGINT and SIGTERM are blocked until the command is there to get them. */
static int run(char **command)
{
    struct spawn what = { .command = command, .foreground = getpgrp() };
    struct report r = { .kind = REPORT_STARTED };
    sigset_t signals;
    int line;

    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    sigprocmask(SIG_BLOCK, &signals, NULL);
    pid_t supervisor = supervisor_start(&what, &line);
    if (supervisor < 0 || supervisor_receive(line, &r, -1) == -1) {
        warn("%s", command[0]);
        return WITH_FAILED;
    }
    forward_signals(r.pid, &signals);
    int lost = wait_for_command(line, &r);
    int status = lost ? WITH_FAILED : exit_status(&r);
    supervisor_stop(line, &r);
    waitpid(supervisor, NULL, 0);
    return status;
}

static int export_address(const struct server *s)
{
    char port[8];

    snprintf(port, sizeof port, "%d", s->port);
    if (setenv("HOST", server_host(s), 1) == 0 && setenv("PORT", port, 1) == 0)
        return 0;
    warn("PORT");
    return -1;
}

/* Stops it, and says how it ended unless that was with status 0, or by a
 * SIGTERM that it does not handle. */
static void stop(struct server *s, bool verbose)
{
    char prefix[sizeof s->target->name + 4];
    bool killed = server_stop(s) == 1;
    bool well = s->status == 0 || (s->status == SIGTERM && !s->ended);

    if (killed)
        warnx("%s: had to be killed: it did not heed SIGTERM",
              s->target->name);
    else if (!well)
        warnx("%s: %s %s", s->target->name, server_end_text(s->status),
              s->ended ? "while the command ran" : "when it was stopped");
    snprintf(prefix, sizeof prefix, "%s | ", s->target->name);
    if (verbose)
        server_log_show(s->out, prefix);
    if (verbose || killed || !well)
        server_log_show(s->err, prefix);
    server_forget(s);
}

/* Returns 0, or -1 after a line on stderr; 1 if there is nothing to do. */
static int read_options(struct with *r, int argc, char **argv)
{
    static const struct option options[] = {
        { "help", no_argument, NULL, 'h' },
        { "port", required_argument, NULL, 'p' },
        { "verbose", no_argument, NULL, 'v' },
        { NULL, 0, NULL, 0 },
    };

    for (int c; (c = getopt_long(argc, argv, "+hp:v", options, NULL)) != -1;)
        if (c == 'h')
            return printf("%s", help) > 0;
        else if (c == 'v')
            r->verbose = true;
        else if (c != 'p' || (r->launch.port = (int)parse_number(
                                  "--port", optarg, 1, 65535)) < 0)
            return -1;
    return 0;
}

static int read_request(struct with *r, int argc, char **argv)
{
    int result = read_options(r, argc, argv);

    if (result)
        return result;
    argv += optind;
    if (argc - optind < 3 || strcmp(argv[1], "--") != 0 || !*argv[2]) {
        warnx("with: a TARGET (yours: NAME='COMMAND'), -- and a COMMAND are "
              "needed");
        return -1;
    }
    r->command = argv + 2;
    return target_parse(&r->target, argv[0]);
}

int verb_with(int argc, char **argv)
{
    struct with r = { .command = NULL };
    struct server s;
    int status = WITH_FAILED;
    int read = read_request(&r, argc, argv);

    if (read)
        return read > 0 ? ALL_HELD : command_line_usage("with");
    if (server_start(&s, &r.target, &r.launch) == -1
        || wire_reach(&s) == -1) {
        warnx("%s", s.why);
    } else {
        if (export_address(&s) == 0)
            status = run(r.command);
        stop(&s, r.verbose);
    }
    target_free(&r.target);
    return status;
}
