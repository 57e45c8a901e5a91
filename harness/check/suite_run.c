/*
 * suite_run.c: the probes that are chosen, some at the same time.
 *
 * Each is put in a process of its own (trial.h), and reported in its turn. At
 * first they run one by one, until it is seen that two servers can run at the
 * same time; then up to suite->at_once of them, and beside them those that only
 * wait. A probe that failed for want of time is put again before it costs a
 * point; no other runs then but those that only wait.
 */
#include "check/report.h"
#include "check/suite.h"
#include "client/wire.h"
#include "lib/deadline.h"
#include "lib/progress.h"

#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    ENOUGH = 2,                 /* failed starts in a row, or unanswered
                                   probes: it is hopeless */
    PROBE_SECONDS = 15,         /* the most for one probe, */
    HASTY_SECONDS = 3,          /*   for one in haste, */
    SUITE_SECONDS = 300,        /*   for all of them without --deadline, */
    FAULTY_SECONDS = 50,        /*   and if the server fails much: */
    IN_VAIN = 15                /*   if we waited in vain for so long */
};

enum state { DUE, RUNNING, DOUBTFUL, DONE };

struct turn {
    const struct probe *probe;
    int rung;
    enum state state;
    bool again;                 /* it is the second time */
    bool crowded;               /* another ran at the same time */
    pid_t pid;                  /* with RUNNING */
    int log;                    /* with --log: what its server wrote; or -1 */
    struct trial *trial;        /* what came of it */
};

struct run {
    struct suite *suite;
    struct turn turns[MOST_PROBES];
    int n, reported;
    int running, waiting;       /* processes; `waiting` are those of probes
                                   that only wait */
    int port;                   /* of the last server */
    bool movable;               /* two servers can run at the same time */
    bool hasty;                 /* waiting was in vain too often, */
    bool told;                  /*   and that is said */
};

/* ---- time ---------------------------------------------------------------- */

/* When it has to end: at --deadline, which is not scaled, or else after
 * SUITE_SECONDS. */
static int64_t end_of(const struct suite *suite)
{
    double most = SUITE_SECONDS * (deadline_scale < 1 ? 1 : deadline_scale);
    double seconds = suite->seconds > 0 ? suite->seconds : most;

    return deadline_now() + (int64_t)(seconds * 1e9);
}

/* A correct server is given all that time: it may start slowly, or the machine
 * be busy. One that fails much is given about a minute. */
static bool time_is_up(const struct suite *suite)
{
    double scale = deadline_scale < 1 ? 1 : deadline_scale;
    double seconds = (double)(deadline_now() - suite->began) / 1e9;

    return deadline_now() >= suite->end
           || (suite->score.in_vain > IN_VAIN * scale
               && seconds > FAULTY_SECONDS * scale);
}

/* Why asking more is of no use, or NULL. */
static const char *hopeless(const struct suite *suite)
{
    const struct score *score = &suite->score;

    if (time_is_up(suite))
        return "not run: time was up";
    if (score->unanswered == ENOUGH)
        return "not run: it has never answered";
    return score->failed_starts == ENOUGH ? "not run: it does not start again"
                                          : NULL;
}

/* How long to wait for what must happen: less, once that is known to be in
 * vain, so that a hopeless server does not cost minutes. */
static double patience(struct run *r)
{
    const struct score *score = &r->suite->score;

    r->hasty = score->in_vain > IN_VAIN * deadline_scale;
    for (enum cause c = NO_ANSWER; c < CAUSES; c++)
        r->hasty |= score->same[c] >= REPORT_IN_FULL;
    return r->hasty ? TRIAL_HASTE : TRIAL_PATIENCE;
}

/* The moment after which a probe that begins now has taken too long. */
static int64_t probe_end(const struct run *r)
{
    int64_t its = deadline_in(r->hasty ? HASTY_SECONDS : PROBE_SECONDS);

    return its < r->suite->end ? its : r->suite->end;
}

/* ---- what came of them --------------------------------------------------- */

/* No server could be started or reached. Returns -1. */
static int give_up(const struct suite *suite, const char *why)
{
    warnx("%s", why);
    if (suite->report->none)
        suite->report->none(suite, why);
    return -1;
}

/* The same, for want of what muxlab itself needs: errno. */
static int give_up_without(const struct suite *suite, const char *what)
{
    char why[120];

    snprintf(why, sizeof why, "%s: %s", what, strerror(errno));
    return give_up(suite, why);
}

/* Says once that from here on we wait less. */
static void tell_haste(struct run *r)
{
    char sentence[160];

    snprintf(sentence, sizeof sentence, "From here on what must happen"
             " within %g s is given %g s: waiting was in vain too often.",
             TRIAL_PATIENCE * deadline_scale, TRIAL_HASTE * deadline_scale);
    if (r->suite->report->note)
        r->suite->report->note(r->suite, sentence);
    r->told = true;
}

static void report(struct run *r, struct turn *turn)
{
    const struct trial *t = turn->trial;
    bool in_haste = t->patience > 0 && t->patience < TRIAL_PATIENCE;

    if (r->suite->progress)
        progress_wipe();
    if (turn->log >= 0) {
        server_log_show(turn->log, "");
        close(turn->log);
    }
    if (in_haste && !r->told)
        tell_haste(r);
    score_tally(&r->suite->score, turn->rung, t);
    r->suite->report->trial(r->suite, turn->rung, t);
}

/* Those whose turn has come; but nothing until a server has started. */
static void report_turns(struct run *r)
{
    bool all = true;

    for (int i = r->reported; i < r->n; i++)
        all = all && r->turns[i].state == DONE;
    if (!all && !r->suite->score.started)
        return;
    while (r->reported < r->n && r->turns[r->reported].state == DONE)
        report(r, &r->turns[r->reported++]);
}

/* ---- one of them --------------------------------------------------------- */

/* A server that always listens on the same port cannot run twice. */
static void learn_port(struct run *r, int port)
{
    const struct target *target = &r->suite->target;

    r->movable = target->command
        && (r->movable || target->by == BY_UNIX
            || (r->port != 0 && port != r->port));
    r->port = port;
}

/* A verdict that depends on time may be the machine's fault. After
 * REPORT_IN_FULL of one cause, we blame the server. */
static bool may_be_chance(const struct run *r, const struct trial *t)
{
    return t->cause != OTHER_CAUSE && !r->hasty
        && r->suite->score.same[t->cause] < REPORT_IN_FULL;
}

/* Is it to be asked again, alone? So is one whose server did not start beside
 * others: they may need the same port or file. */
static bool is_doubtful(struct run *r, const struct turn *turn)
{
    const struct trial *t = turn->trial;
    bool no_start = !t->started && turn->crowded;

    r->movable = r->movable && !(t->verdict == FAILED && no_start);
    return t->verdict == FAILED && !turn->again && !time_is_up(r->suite)
        && (no_start || may_be_chance(r, t));
}

/* The probe is not put. */
static void pass_over(struct turn *turn, enum verdict verdict, const char *why)
{
    trial_pass_over(turn->trial, turn->probe, verdict, why);
    turn->state = DONE;
}

/* Has the probe put. Returns -1 if no process can be had: errno. */
static int put(struct run *r, struct turn *turn)
{
    struct suite *suite = r->suite;
    double seconds = patience(r);

    if (suite->progress && !turn->again)
        progress_show(suite->progress, "%s%s",
                      suite->label ? suite->label : "", turn->probe->name);
    if (server_shows_logs && turn->log < 0)
        turn->log = memfd_create("log", MFD_CLOEXEC);
    turn->pid = trial_fork(turn->trial, turn->probe, &suite->target, seconds,
                           probe_end(r), turn->log);
    if (turn->pid < 0)
        return -1;
    turn->state = RUNNING;
    turn->crowded = false;
    ++*(turn->probe->waits ? &r->waiting : &r->running);
    for (struct turn *t = r->turns; t < r->turns + r->n; t++)
        t->crowded |= t->state == RUNNING && r->running + r->waiting > 1;
    return 0;
}

/* Its process has ended, with this status. Returns -1 if no server could ever
 * be started. */
static int end(struct run *r, struct turn *turn, int status)
{
    struct score *score = &r->suite->score;
    struct trial *t = turn->trial;
    bool started;

    --*(turn->probe->waits ? &r->waiting : &r->running);
    trial_over(t, status);
    turn->state = is_doubtful(r, turn) ? DOUBTFUL : DONE;
    if (turn->state == DOUBTFUL)
        return 0;
    if (score->started)
        trial_spare(t);
    started = t->started || t->verdict != FAILED;
    score->failed_starts = started ? 0 : score->failed_starts + 1;
    score->started |= started;
    if (t->started)
        learn_port(r, t->server.port);
    if (t->verdict == FAILED && deadline_now() >= r->suite->end)
        trial_pass_over(t, turn->probe, NOT_RUN, "not run: time was up");
    r->suite->lacked = t->server.lacked;
    return score->started ? 0 : give_up(r->suite, t->came);
}

/* ---- all of them --------------------------------------------------------- */

/* May it begin now? */
static bool has_room(const struct run *r, const struct turn *turn)
{
    if (!r->movable)
        return r->running + r->waiting == 0;
    return turn->probe->waits
        || r->running < (turn->state == DOUBTFUL ? 1 : r->suite->at_once);
}

/* The next to begin: first of all one that is to be asked again, then one that
 * waits beside the others, then in their order. NULL: none may, before another
 * has ended. */
static struct turn *next(struct run *r)
{
    struct turn *next = NULL;

    for (struct turn *t = r->turns; t < r->turns + r->n; t++) {
        bool waits = t->probe->waits && r->movable;

        if (t->state == RUNNING && t->again && !t->probe->waits)
            return NULL;
        if (t->state == DOUBTFUL)
            return has_room(r, t) ? t : NULL;
        if (t->state == DUE && (!next || waits))
            next = t;
    }
    return next && has_room(r, next) ? next : NULL;
}

/* Waits until one of the processes has ended. Returns as end() does. */
static int await(struct run *r)
{
    int status;
    pid_t pid = waitpid(-1, &status, 0);

    for (struct turn *t = r->turns; t < r->turns + r->n; t++)
        if (t->state == RUNNING && t->pid == pid)
            return end(r, t, status);
    return 0;
}

/* Where no process can be had, waits for one of the others to end: it is tried
 * again then. Returns as end() does. */
static int begin(struct run *r, struct turn *turn)
{
    struct suite *suite = r->suite;
    const char *why = suite_passes_over(suite, turn->probe);

    turn->again = turn->state == DOUBTFUL;
    if (turn->again && hopeless(suite))
        turn->state = DONE;
    else if (why || hopeless(suite))
        pass_over(turn, why ? SKIPPED : NOT_RUN, why ? why : hopeless(suite));
    else if (put(r, turn) == -1) {
        if (r->running + r->waiting > 0)
            return await(r);
        if (!suite->score.started)
            return give_up_without(suite, "a process for a probe");
        pass_over(turn, NOT_RUN, "not run: no process could be had for it");
    }
    return 0;
}

/* Can a server that runs already be reached? Nothing is to be seen of a
 * command, which is started for each probe. */
static int reach(const struct suite *suite)
{
    const struct target *target = &suite->target;
    struct server s;

    if (target->command
        || (server_start(&s, target, NULL) == 0 && wire_reach(&s) == 0))
        return 0;
    return give_up(suite, s.why);
}

static void plan(struct run *r, struct trial *trials)
{
    const struct suite *suite = r->suite;

    for (int i = 0; i < RUNGS; i++)
        for (const struct probe *p = suite_rungs[i].probes; p->name; p++) {
            if (!suite_has_rung(suite, i) || !suite_chooses(suite, p))
                continue;
            r->turns[r->n] = (struct turn){ .probe = p, .rung = i, .log = -1,
                                            .trial = &trials[r->n] };
            r->n++;
        }
}

/* Has all of them put and reported. Returns as end() does. */
static int put_all(struct run *r)
{
    while (r->reported < r->n) {
        struct turn *turn = next(r);

        if ((turn ? begin(r, turn) : await(r)) == -1)
            return -1;
        report_turns(r);
    }
    r->suite->late = deadline_now() >= r->suite->end;
    r->suite->report->score(r->suite);
    return 0;
}

int suite_run(struct suite *suite)
{
    static struct run run;
    size_t size = MOST_PROBES * sizeof(struct trial);
    void *trials = mmap(NULL, size, PROT_READ | PROT_WRITE,
                        MAP_SHARED | MAP_ANONYMOUS, -1, 0);

    if (trials == MAP_FAILED)
        return give_up_without(suite, "memory for the probes");
    run = (struct run){ .suite = suite };
    plan(&run, trials);
    suite->began = deadline_now();
    suite->end = end_of(suite);
    int result = reach(suite) == -1 ? -1 : put_all(&run);
    munmap(trials, size);
    return result;
}
