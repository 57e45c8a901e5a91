/*
 * grade_run.c: all submissions that are due, some at once.
 *
 * What failed or was late while others ran may have lacked time, or processes.
 * So it is asked again, alone, when all others are done; no result is written
 * before.
 */
#include "check/grade.h"

#include "lib/deadline.h"
#include "lib/interrupt.h"
#include "lib/text.h"
#include "server/sandbox.h"
#include "server/server.h"

#include <err.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LOOK_MS = 5, HOPEFUL = 8 };

struct run {
    struct grade *grade;
    struct grade_job jobs[GRADE_JOBS];   /* pid 0: none */
    int running, most;
    size_t next;                /* submission to look at */
    size_t done, of;
    struct grade_job *doubtful; /* to be asked again, alone */
    size_t n_doubtful;
    bool crowded;               /* more than one job has run at a time */
    int unfinished;
};

/* What the process printed, NULL if that is not whole. */
static struct json *read_report(int file)
{
    struct stat s;
    char *text = fstat(file, &s) == 0 ? calloc(1, (size_t)s.st_size + 1) : NULL;
    ssize_t n = text ? pread(file, text, (size_t)s.st_size, 0) : -1;
    struct json *report = n > 0 ? json_read(text) : NULL;

    free(text);
    return report;
}

static void tell(struct run *r, const struct submission *s)
{
    const struct json *result = s->result;

    r->done++;
    if (!result)
        return;
    fprintf(stderr, "%3zu of %zu  %-24s ", r->done, r->of,
            text_word(s->name));
    if (json_member(result, "score", JSON_NUMBER))
        fprintf(stderr, "%.4g of %.4g", json_number_of(result, "score"),
                json_number_of(result, "of"));
    else
        fputs(json_text_of(result, "status"), stderr);
    fprintf(stderr, "%s%s\n", *json_text_of(result, "note") ? "; " : "",
            json_text_of(result, "note"));
}

/* Is it to be asked again: all of it, or (aside->only) the probes that failed
 * or were not put? Not if so many failed that it is the server's fault. */
static bool is_doubtful(struct grade_job *aside, const struct grade_outcome *o)
{
    if (o->void_score)
        return false;
    if (!aside->first)
        return o->status == GRADE_UNFINISHED || o->status == GRADE_NO_BUILD
            || o->status == GRADE_NO_START || o->status == GRADE_LATE;
    aside->n_only = grade_result_doubtful(aside->first, aside->only,
                                          o->late ? GRADE_ONLY : HOPEFUL);
    return aside->n_only > 0;
}

/* Takes the report along. */
static bool put_aside(struct run *r, const struct grade_job *job,
                      struct json *report)
{
    struct grade_job *aside = &r->doubtful[r->n_doubtful];

    if (!r->crowded || job->again)
        return false;
    *aside = (struct grade_job){ .submission = job->submission, .again = true,
        .place = job->place, .seconds = job->seconds, .first = report,
        .before = *job->outcome };
    if (!is_doubtful(aside, job->outcome))
        return false;
    r->n_doubtful++;
    return true;
}

/* If the second time fails for another reason, the first stands. */
static void conclude(struct run *r, struct grade_job *job)
{
    struct grade_outcome *o = job->outcome;
    struct json *report = read_report(job->report);

    job->seconds += (double)(deadline_now() - job->began) / 1e9;
    if (report && o->status == GRADE_LATE)
        o->status = GRADE_DONE;         /* it was about to end */
    if (o->status != GRADE_DONE) {
        json_free(report);
        report = NULL;
    }
    if (job->first && o->status != GRADE_DONE)
        *o = job->before;
    if (put_aside(r, job, report))
        return;
    if (o->status == GRADE_UNFINISHED
        || grade_result_write(r->grade, job, report) == -1)
        r->unfinished++;
    if (o->status == GRADE_UNFINISHED)
        warnx("%s: %s", text_word(job->submission->name), o->why);
    else
        tell(r, job->submission);
    json_free(report);
}

static void end_job(struct run *r, struct grade_job *job)
{
    char home[PATH_MAX + 24];

    conclude(r, job);
    grade_job_stop(job);
    snprintf(home, sizeof home, "%s/%zu", r->grade->work, job->place);
    if (!r->grade->isolated)
        grade_remove(home);
    r->running--;
}

/* If it ended before it could say why. */
static void explain_end(struct grade_outcome *o, int status)
{
    if (o->status != GRADE_UNFINISHED || *o->why)
        return;
    if (WIFEXITED(status) && WEXITSTATUS(status) == SANDBOX_REFUSED)
        snprintf(o->why, sizeof o->why, "no sandbox could be made for it: "
                 "there may be too few processes (ulimit -u), or namespaces");
    else
        snprintf(o->why, sizeof o->why, "muxlab itself ended with %s while it "
                 "was graded", server_status_text(status));
}

/* Has the process ended, or is its time up? */
static bool is_over(struct grade_job *job)
{
    struct grade_outcome *o = job->outcome;
    int status;

    if (waitpid(job->pid, &status, WNOHANG) == job->pid) {
        job->pid = -1;
        explain_end(o, status);
        return true;
    }
    if (deadline_left(job->deadline) > 0)
        return false;
    *o = (struct grade_outcome){ .status = GRADE_LATE };
    snprintf(o->why, sizeof o->why, "it took longer than %.0f s",
             (double)(job->deadline - job->began) / 1e9);
    return true;
}

static void look_after_jobs(struct run *r)
{
    for (int i = 0; i < r->most; i++)
        if (r->jobs[i].pid && is_over(&r->jobs[i]))
            end_job(r, &r->jobs[i]);
}

static void start(struct run *r, const struct grade_job *job)
{
    struct grade_job *place = r->jobs;

    while (place->pid)
        place++;
    *place = *job;
    if (grade_job_start(r->grade, place) == 0) {
        r->crowded |= ++r->running > 1;
        return;
    }
    warn("%s: could not be started", text_word(job->submission->name));
    grade_job_stop(place);
    r->unfinished++;
}

/* As many as may run at once. */
static void start_jobs(struct run *r)
{
    struct grade *g = r->grade;

    for (; r->next < g->n && r->running < r->most; r->next++) {
        struct grade_job job = { .submission = &g->submissions[r->next],
                                 .place = r->next };
        if (job.submission->due)
            start(r, &job);
    }
}

static void wait_for_jobs(struct run *r, bool more)
{
    while (!interrupt_came()
           && (r->running > 0 || (more && r->next < r->grade->n))) {
        if (more)
            start_jobs(r);
        poll(NULL, 0, LOOK_MS);
        look_after_jobs(r);
    }
}

static void end_jobs(struct run *r)
{
    for (int i = 0; i < r->most; i++)
        if (r->jobs[i].pid)
            grade_job_stop(&r->jobs[i]);
}

int grade_run(struct grade *g)
{
    struct run r = { .grade = g, .most = g->jobs };

    for (size_t i = 0; i < g->n; i++)
        r.of += g->submissions[i].due;
    r.doubtful = calloc(r.of + 1, sizeof *r.doubtful);
    if (!r.doubtful)
        return (int)r.of;
    wait_for_jobs(&r, true);
    for (size_t i = 0; i < r.n_doubtful && !interrupt_came(); i++) {
        start(&r, &r.doubtful[i]);
        wait_for_jobs(&r, false);
    }
    end_jobs(&r);
    free(r.doubtful);
    return r.unfinished;
}
