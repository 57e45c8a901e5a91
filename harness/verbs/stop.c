/*
 * stop.c: stops a server that `muxlab start` left running.
 */
#include "lib/exit_status.h"
#include "server/control.h"
#include "server/server.h"
#include "server/supervisor.h"
#include "verbs/command_line.h"
#include "verbs/verb.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static const char help[] =
    "usage: muxlab stop DIR\n\n"
    "Stops the server that `muxlab start DIR` left running, with all that it\n"
    "started, and shows its stderr. DIR keeps stdout and stderr.\n\n"
    "Exit status: the server's; 128 + N if signal N killed it; 2 for a usage\n"
    "error; 3 if there is no server.\n";

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
    int dir = control_open(dir_name);
    int line = dir < 0 ? -1 : control_connect(dir);

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
        control_remove(dir);
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
        return printf("%s", help) > 0 ? ALL_HELD : CANNOT;
    if (option == -1 && argc - optind == 1 && *argv[optind])
        return stop(argv[optind]);
    if (option == -1)
        warnx("stop: one DIR is needed");
    return command_line_usage("stop");
}
