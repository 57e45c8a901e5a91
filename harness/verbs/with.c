/*
 * with.c: a server up, a command run, the server stopped.
 *
 * The command has a supervisor of its own, which leaves it in our process group
 * and terminal. However muxlab ends, neither server nor command stays behind.
 */
#include "client/wire.h"
#include "lib/deadline.h"
#include "lib/exit_status.h"
#include "lib/text.h"
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
#include <sys/wait.h>
#include <unistd.h>

enum { START_SECONDS = 10, LOOK_SECONDS = 1 };

static struct launch launch;
static bool verbose;

static const struct option_row options[] = {
    { "port", 'p', "PORT", "the server's port (default: one that is free)",
      .number = &launch.port, .least = 1, .most = 65535 },
    { "verbose", 'v', .help = "in the end show on stderr all that the server "
      "wrote", .flag = &verbose },
    { .name = NULL }
};

static volatile sig_atomic_t command_pid;

/* A ^C at the terminal reaches the command by itself. A signal that another
 * process sent to us does not. The second one ends us. */
static void forward(int number, siginfo_t *info, void *context)
{
    static volatile sig_atomic_t forwarded;
    int saved = errno;

    (void)context;
    if (info->si_code > 0)
        return;
    if (forwarded++) {
        signal(number, SIG_DFL);
        raise(number);
    }
    kill(command_pid, number);
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

/* Until the command has ended; returns -1 if its supervisor did first. Somebody
 * may have stopped that one and its guardian. */
static int wait_for_command(pid_t guardian, int line, struct report *r)
{
    while (supervisor_receive(line, r, deadline_in(LOOK_SECONDS)) == 0
           ? r->kind != REPORT_ENDED : errno == EAGAIN || errno == EINTR)
        kill(guardian, SIGCONT);
    return r->kind == REPORT_ENDED ? 0 : -1;
}

static int exit_status(const struct report *r)
{
    if (r->error) {
        warnx("%s: %s", text_word(r->what), strerror(r->error));
        return r->error == ENOENT ? 127 : 126;
    }
    return WIFEXITED(r->status) ? WEXITSTATUS(r->status)
        : 128 + WTERMSIG(r->status);
}

/* Runs it, with the signals forwarded to it that are blocked until then. */
static int run_supervised(const struct spawn *what, const sigset_t *signals)
{
    struct report r = { .kind = REPORT_ENDED, .what = "no answer" };
    int line;
    pid_t guardian = supervisor_start(what, &line);

    if (guardian < 0) {
        warn("its supervisor");
        return WITH_FAILED;
    }
    if (supervisor_receive(line, &r, deadline_in(START_SECONDS)) == -1)
        r.error = errno;
    int status = WITH_FAILED;
    if (r.kind != REPORT_STARTED) {
        warnx("its supervisor: %s: %s", r.what, strerror(r.error));
    } else {
        forward_signals(r.pid, signals);
        if (wait_for_command(guardian, line, &r) == 0)
            status = exit_status(&r);
    }
    signal(SIGINT, SIG_DFL);
    signal(SIGTERM, SIG_DFL);
    supervisor_stop(guardian, line, &r);
    return status;
}

static int run_command(char **command)
{
    struct spawn what = { .command = command, .foreground = true,
                          .group = getpgrp() };
    sigset_t signals;

    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    sigprocmask(SIG_BLOCK, &signals, NULL);
    int status = run_supervised(&what, &signals);
    sigprocmask(SIG_UNBLOCK, &signals, NULL);
    return status;
}

static int export_address(const struct server *s)
{
    char port[12];

    snprintf(port, sizeof port, "%d", s->port);
    if (setenv("HOST", address_host(&s->address), 1) == 0
        && setenv("PORT", port, 1) == 0)
        return 0;
    warn("PORT");
    return -1;
}

/* Stops it, and says how it ended unless that was with status 0, or by a
 * SIGTERM that it does not handle. */
static void stop(struct server *s)
{
    char prefix[sizeof s->target->name + 4];
    bool killed = server_stop(s) == 1;
    bool well = !s->lost
        && (s->status == 0 || (s->status == SIGTERM && !s->ended));

    if (killed)
        warnx("%s: had to be killed: it did not end on SIGTERM",
              s->target->name);
    else if (s->lost)
        warnx("%s: its supervisor was killed", s->target->name);
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

static int run(const struct arguments *a)
{
    struct target target;
    struct server s;
    int status = WITH_FAILED;

    if (a->n != 1 || !a->command || !*a->command[0]) {
        warnx("with: a TARGET (yours: NAME='COMMAND'), -- and a COMMAND are "
              "needed");
        return WRONG_USAGE;
    }
    if (target_parse(&target, a->words[0]) == -1
        || command_line_port(&target, launch.port) == -1)
        return WRONG_USAGE;
    if (server_start(&s, &target, &launch) == -1 || wire_reach(&s) == -1) {
        warnx("%s", s.why);
    } else {
        if (export_address(&s) == 0)
            status = run_command(a->command);
        stop(&s);
    }
    target_free(&target);
    return status;
}

const struct verb verb_with = {
    .name = "with",
    .does = "runs a command while a server is up",
    .usage = "TARGET -- COMMAND [ARG...]\n",
    .about =
        "Starts the server, runs the command with PORT and HOST in its "
        "environment, and stops the server, and whatever either left "
        "running.\n",
    .options = options,
    .notes =
        TARGET_HELP
        "A server of yours is NAME='COMMAND' here: what stands after -- is run "
        "while it is up.\n",
    .ends = {
        { "0", "the command's own status, which may be any" },
        { "2", "wrong usage" },
        { "124", "--deadline passed" },
        { "125", "the server cannot be started, or reached" },
        { "126", "the command cannot be run" },
        { "127", "there is no such command" },
        { "128+N", "signal N killed the command" },
    },
    .run = run,
};
