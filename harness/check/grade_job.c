/*
 * grade_job.c: one submission, in a process of its own.
 *
 * That process copies the submission, builds it and runs the suite on it. Where
 * the kernel allows it, it does so in a sandbox of its own (sandbox_fork), in
 * which neither the other submissions nor any result can be seen. What it finds
 * goes to files in memory that only we and it hold.
 */
#include "check/grade.h"

#include "check/report.h"
#include "lib/deadline.h"
#include "lib/text.h"
#include "server/models.h"
#include "server/procfs.h"
#include "server/sandbox.h"
#include "server/server.h"
#include "watch/ledger.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { COPY_MIB = 256, FILE_MIB = 64, MARGIN_SECONDS = 3 };

/* ---- the copy ------------------------------------------------------------ */

static int come_to(struct grade_job *job, enum grade_status status,
                   const char *why)
{
    job->outcome->status = status;
    snprintf(job->outcome->why, sizeof job->outcome->why, "%.300s", why);
    return -1;
}

/* Hides the other submissions and the results. One of the two folders may lie
 * within the other; it is hidden then. */
static int hide(const struct grade *g)
{
    if (!g->isolated)
        return 0;
    if (sandbox_cover(g->folder, 1) == -1)
        return -1;
    return sandbox_cover(g->out, 1) == -1 && errno != ENOENT ? -1 : 0;
}

static int has_no_copy(struct grade_job *job)
{
    char why[100];

    snprintf(why, sizeof why, "no copy of it could be made: %s%s",
             strerror(errno), errno == EINVAL
             ? " (its user has no number here; see --user)" : "");
    return come_to(job, GRADE_UNFINISHED, why);
}

/* Makes the copy in home[], and goes there. */
static int make_copy(const struct grade *g, struct grade_job *job,
                     const char *home)
{
    char from[PATH_MAX + NAME_MAX + 2];

    snprintf(from, sizeof from, "%s/%s", g->folder, job->submission->name);
    if ((g->isolated && (sandbox_cover(g->work, COPY_MIB) == -1
                         || chmod(g->work, 0711) == -1))
        || mkdir(home, 0700) == -1)
        return has_no_copy(job);
    if (grade_copy(from, home, g->user, g->group, NULL) == -1)
        return errno != EFBIG ? has_no_copy(job)
            : come_to(job, GRADE_TOO_LARGE, "more than 64 MiB, 10,000 files, "
                      "or 32 folders in each other");
    if ((g->user && chown(home, g->user, g->group) == -1) || hide(g) == -1
        || chdir(home) == -1)
        return has_no_copy(job);
    return 0;
}

/* ---- what is looked at besides ------------------------------------------- */

static bool same_bytes(int a, int b)
{
    char one[65536], other[65536];
    ssize_t n;

    while ((n = read(a, one, sizeof one)) > 0)
        if (read(b, other, sizeof other) != n
            || memcmp(one, other, (size_t)n) != 0)
            return false;
    return n == 0;
}

static bool same_file(const char *a, const char *b)
{
    int one = open(a, O_RDONLY | O_CLOEXEC);
    int other = open(b, O_RDONLY | O_CLOEXEC);
    struct stat s, t;
    bool same = one >= 0 && other >= 0 && fstat(one, &s) == 0
        && fstat(other, &t) == 0 && s.st_size == t.st_size
        && same_bytes(one, other);

    if (one >= 0)
        close(one);
    if (other >= 0)
        close(other);
    return same;
}

/* The name of our own server that the process runs, or NULL. */
static const char *runs_ours(pid_t pid)
{
    char path[40];

    snprintf(path, sizeof path, "/proc/%d/exe", pid);
    for (const struct model *m = models; m->name; m++) {
        struct target ours;
        bool same = target_parse(&ours, m->name) == 0
            && same_file(path, ours.command[0]);

        target_free(&ours);
        if (same)
            return m->name;
    }
    return NULL;
}

/* Notes whether the server is one of ours in disguise. Returns -1 if it cannot
 * be started. */
static int look_for_ours(struct grade_job *job, const struct target *t)
{
    static pid_t pids[PROCFS_MOST];
    struct server s;
    const char *name = NULL;

    if (server_start(&s, t, NULL) == -1) {
        const char *why = strchr(s.why, ' ');   /* after its name */
        return come_to(job, s.lacked ? GRADE_UNFINISHED : GRADE_NO_START,
                       why ? why + 1 : s.why);
    }
    int n = procfs_descendants(s.supervisor, pids);
    for (int i = 0; i < n && !name; i++)
        name = runs_ours(pids[i]);
    server_stop(&s);
    server_forget(&s);
    if (s.lost)                 /* it listened before that happened */
        return come_to(job, GRADE_NO_START, "its supervisor was killed");
    if (name)
        snprintf(job->outcome->note, sizeof job->outcome->note,
                 "it runs echo-%s of muxlab itself", name);
    return 0;
}

static bool makes_call(const struct ledger *l, const char *name)
{
    for (int i = 0; i < syscall_rows_count; i++)
        if (l->rows[i].calls && strstr(syscall_rows[i].name, name))
            return true;
    return false;
}

/* Notes which of the calls that are required it does not make. */
static void look_for_calls(const struct assignment *a, struct grade_job *job,
                           const struct target *t)
{
    static struct ledger l;
    const struct exchange few = { .messages = 8, .clients = 2 };
    struct grade_outcome *o = job->outcome;

    if (a->n_calls == 0)
        return;
    if (ledger_take(&l, t, &few, false) == -1) {
        snprintf(o->note, sizeof o->note, "its calls cannot be seen: %.150s",
                 l.why);
        return;
    }
    for (int i = 0; i < a->n_calls && !o->void_score; i++) {
        o->void_score = !makes_call(&l, a->calls[i]);
        if (o->void_score)
            snprintf(o->note, sizeof o->note, "it never calls %s, which the "
                     "assignment requires", a->calls[i]);
    }
}

/* ---- the suite ----------------------------------------------------------- */

static void choose_probes(const struct assignment *a, struct grade_job *job,
                          struct suite *suite)
{
    for (int i = 0; i < job->n_only; i++)
        suite->only[suite->n_only++] = job->only[i];
    if (job->n_only > 0 || a->n_points == 0)
        return;
    for (int i = 0; i < RUNGS; i++)
        for (const struct probe *p = suite_rungs[i].probes; p->name; p++)
            if (assignment_counts(a, suite_rungs[i].name, p->name)
                && suite->n_only < MOST_ONLY)
                suite->only[suite->n_only++] = p->name;
}

/* How long the suite may take, so that it ends in time and by itself. */
static double seconds_left(const struct grade_job *job)
{
    double left = (double)(job->deadline - deadline_now()) / 1e9;
    double margin = MARGIN_SECONDS * deadline_scale;

    return left > 2 * margin ? left - margin : left / 2;
}

/* The report goes to standard output. */
static int run_suite(const struct assignment *a, struct grade_job *job,
                     const char *run)
{
    static struct suite suite = { .report = &report_json, .at_once = 1 };
    char word[2048];

    snprintf(word, sizeof word, "%sserver=%s", a->by == BY_UDP ? "udp:" : "",
             run);
    if (target_parse(&suite.target, word) == -1)
        return come_to(job, GRADE_NO_PROGRAM, "its command cannot be used");
    suite.profile = a->profile;
    choose_probes(a, job, &suite);
    if (look_for_ours(job, &suite.target) == -1)
        return -1;
    look_for_calls(a, job, &suite.target);
    suite.seconds = seconds_left(job);
    suite.to = stdout;
    if (suite_run(&suite) == 0) {
        job->outcome->late = suite.late;
        if (suite.late)
            snprintf(job->outcome->note, sizeof job->outcome->note,
                     "time was up before all probes were put");
        return 0;
    }
    if (suite.lacked)
        return come_to(job, GRADE_UNFINISHED, "the machine lacks what it takes "
                       "to start it again");
    return come_to(job, GRADE_NO_START, "it does not start again");
}

static void grade(const struct grade *g, struct grade_job *job)
{
    char home[PATH_MAX + 24];
    struct sandbox limits = {
        .user = g->user, .group = g->group, .home = home, .cpu = g->limit,
        .memory = g->assignment.memory, .file = FILE_MIB,
        .processes = GRADE_PROCESSES,
    };
    struct grade_outcome *o = job->outcome;
    const char *run;

    snprintf(home, sizeof home, "%s/%zu", g->work, job->place);
    sandbox_confine(&limits);
    umask(022);                 /* ours may be any */
    server_shows_logs = true;
    if (make_copy(g, job, home) == -1)
        return;
    enum grade_status status = grade_build(&g->assignment, job->build, &run,
                                           o->why, sizeof o->why);
    if (status == GRADE_DONE && run_suite(&g->assignment, job, run) == -1)
        return;
    o->status = status;
}

/* ---- the process --------------------------------------------------------- */

static int open_files(struct grade_job *job)
{
    job->report = memfd_create("report", MFD_CLOEXEC);
    job->build = memfd_create("build", MFD_CLOEXEC);
    job->messages = memfd_create("stderr", MFD_CLOEXEC);
    job->outcome = mmap(NULL, sizeof *job->outcome, PROT_READ | PROT_WRITE,
                        MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    return job->report < 0 || job->build < 0 || job->messages < 0
        || job->outcome == MAP_FAILED ? -1 : 0;
}

int grade_job_start(const struct grade *g, struct grade_job *job)
{
    if (open_files(job) == -1)
        return -1;
    fflush(NULL);
    job->began = deadline_now();
    job->deadline = deadline_in(g->limit);
    job->pid = g->isolated ? sandbox_fork() : fork();
    if (job->pid != 0)
        return job->pid < 0 ? -1 : 0;
    if (!g->isolated)
        prctl(PR_SET_PDEATHSIG, SIGKILL);
    dup2(job->report, STDOUT_FILENO);
    dup2(job->messages, STDERR_FILENO);
    setvbuf(stderr, NULL, _IOFBF, BUFSIZ);
    grade(g, job);
    fflush(NULL);
    _exit(0);
}

void grade_job_stop(struct grade_job *job)
{
    int status;

    if (job->pid > 0) {
        kill(job->pid, SIGKILL);
        while (waitpid(job->pid, &status, 0) == -1 && errno == EINTR)
            continue;
    }
    close(job->report);
    close(job->build);
    close(job->messages);
    munmap(job->outcome, sizeof *job->outcome);
    json_free(job->first);
    job->first = NULL;
    job->pid = 0;
}
