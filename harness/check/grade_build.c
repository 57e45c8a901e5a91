/*
 * grade_build.c: how a submission is built and run.
 */
#include "check/grade.h"

#include "lib/deadline.h"
#include "server/launch.h"
#include "server/server.h"
#include "server/supervisor.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BUILD_SECONDS = 60 };

/* What is usual; the first that fits is taken. */
static const struct recipe {
    const char *file;           /* where there is such a file, */
    const char *build;          /*   it is built so (NULL: it need not be) */
    const char *run;            /*   and run so, with its port or path */
} recipes[] = {
    { "Makefile", "make server", "exec ./server" },
    { "server.c", "cc -O2 -g -pthread -o server server.c",
      "exec ./server" },
    { "server.py", NULL, "exec python3 server.py" },
    { "Server.java", "javac Server.java", "exec java Server" },
    { NULL, NULL, NULL },
};

static const struct recipe *find_recipe(void)
{
    const struct recipe *r = recipes;

    while (r->file && access(r->file, F_OK) == -1)
        r++;
    return r;
}

static int is_visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

/* Many hand in a folder in a folder. */
static bool enter_only_folder(void)
{
    struct dirent **entries;
    int n = scandir(".", &entries, is_visible, NULL);
    bool entered = n == 1 && entries[0]->d_type == DT_DIR
        && chdir(entries[0]->d_name) == 0;

    for (int i = 0; i < n; i++)
        free(entries[i]);
    if (n >= 0)
        free(entries);
    return entered;
}

/* Runs the command to its end. If it cannot be started, that is no fault of
 * the submission. */
static enum grade_status run_build(const char *command, int log, char *why,
                                   size_t size)
{
    char *words[] = { "sh", "-c", (char *)command, NULL };
    struct spawn what = { .command = words, .out = log, .err = log };
    struct report r = { .kind = REPORT_STARTED }, last = r;
    int64_t deadline = deadline_in(BUILD_SECONDS);
    int line, heard;
    pid_t guardian = supervisor_start(&what, &line);

    if (guardian < 0) {
        snprintf(why, size, "%s: %s", command, strerror(errno));
        return GRADE_UNFINISHED;
    }
    do
        heard = supervisor_receive(line, &r, deadline);
    while (heard == 0 && r.kind != REPORT_ENDED);
    supervisor_stop(guardian, line, &last);
    if (heard == -1)
        snprintf(why, size, "%s: it took longer than %g s", command,
                 BUILD_SECONDS * deadline_scale);
    else if (r.error || r.status)
        snprintf(why, size, "%s: %s", command, r.error ? strerror(r.error)
                 : server_status_text(r.status));
    if (heard == 0 && r.error)
        return GRADE_UNFINISHED;
    return heard == 0 && r.status == 0 ? GRADE_DONE : GRADE_NO_BUILD;
}

enum grade_status grade_build(const struct assignment *a, int log,
                              const char **run, char *why, size_t size)
{
    static char usual[64];
    const struct recipe *r = find_recipe();

    if (!r->file && enter_only_folder())
        r = find_recipe();
    const char *build = a->build ? a->build : r->build;
    *run = a->run ? a->run : usual;
    if (!a->run && !r->run) {
        snprintf(why, size, "there is no Makefile, server.c, server.py or "
                 "Server.java");
        return GRADE_NO_PROGRAM;
    }
    snprintf(usual, sizeof usual, "%s %s", r->run ? r->run : "",
             a->by == BY_UNIX ? "{path}" : "{port}");
    return build ? run_build(build, log, why, size) : GRADE_DONE;
}
