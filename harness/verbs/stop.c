/*
 * stop.c: stops a server that `muxlab start` left running.
 */
#include "lib/exit_status.h"
#include "lib/text.h"
#include "server/control.h"
#include "server/server.h"
#include "server/supervisor.h"
#include "verbs/command_line.h"
#include "verbs/verb.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static int exit_status(int dir, const struct report *r)
{
    int log = openat(dir, "stderr", O_RDONLY | O_CLOEXEC);

    server_log_show(log, "");
    if (log >= 0)
        close(log);
    if (r->killed)
        warnx("it had to be killed: it did not end on SIGTERM");
    return WIFEXITED(r->status) ? WEXITSTATUS(r->status)
        : 128 + WTERMSIG(r->status);
}

static int stop(const char *dir_name)
{
    struct report last = { .kind = REPORT_STARTED };
    int dir = control_open(dir_name);
    int line = dir < 0 ? -1 : control_connect(dir);

    if (dir < 0)
        return CANNOT;
    if (line < 0 && errno == ECONNREFUSED)
        warnx("%s: its server has gone: its owner ended before this, or its "
              "lifetime was over, or its supervisor was killed",
              text_path(dir_name));
    else if (line < 0)
        warnx("%s: no server was started there", text_path(dir_name));
    else if (supervisor_stop(0, line, &last) == -1)
        warnx("%s: its supervisor does not answer", text_path(dir_name));
    if (line < 0 || last.kind == REPORT_STOPPED)
        control_remove(dir);
    return last.kind == REPORT_STOPPED ? exit_status(dir, &last) : CANNOT;
}

static const struct option_row options[] = { { .name = NULL } };

static int run(const struct arguments *a)
{
    if (a->n == 1 && !a->command && *a->words[0])
        return stop(a->words[0]);
    warnx(a->n == 1 && !*a->words[0] ? "stop: DIR is empty"
          : "stop: one DIR is needed");
    return WRONG_USAGE;
}

const struct verb verb_stop = {
    .name = "stop",
    .does = "stops it: stop DIR",
    .usage = "DIR\n",
    .about =
        "Stops the server that `muxlab start DIR` left running, with all that "
        "it started, and shows its stderr. DIR keeps stdout and stderr.\n",
    .options = options,
    .ends = {
        { "0", "the server's own status, which may be any" },
        { "2", "wrong usage" },
        { "3", "there is no server" },
        { "124", "--deadline passed" },
        { "128+N", "signal N killed it" },
    },
    .run = run,
};
