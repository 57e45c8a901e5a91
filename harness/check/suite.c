/*
 * suite.c: which probes are put to a server, and in which order.
 */
#include "check/suite.h"

#include "check/report.h"
#include "client/pattern.h"
#include "client/wire.h"
#include "lib/deadline.h"
#include "lib/progress.h"

#include <err.h>
#include <stdio.h>
#include <string.h>

enum {
    ENOUGH = 2,                 /* failed starts in a row: it is hopeless */
    PROBE_SECONDS = 15,         /* one probe takes no longer, */
    HASTY_SECONDS = 3,          /*   and in haste, */
    SUITE_SECONDS = 300,        /*   nor all of them; */
    FAULTY_SECONDS = 50,        /*   of a server that fails much, these */
    IN_VAIN = 15                /* after so many seconds it fails much */
};

static struct trial present, early;

const struct rung suite_rungs[RUNGS] = {
    { "echoes", probes_echo },
    { "lines", probes_lines },
    { "no answer", probes_none },
    { "pages", probes_http },
    { "datagrams", probes_datagrams },
    { "rude clients", probes_rude },
    { "many at once", probes_concurrent },
    { "past 1024", probes_past_1024 },
    { "at rest", probes_at_rest },
    { "faults", probes_faults },
    { "only if named", probes_named },
};

static bool is_a_name(const char *word)
{
    for (int i = 0; i < RUNGS; i++)
        for (const struct probe *p = suite_rungs[i].probes; p->name; p++)
            if (strcasecmp(p->name, word) == 0)
                return true;
    return false;
}

const char *const *suite_names(void)
{
    static const char *names[MOST_PROBES + 1];
    size_t n = 0;

    for (int i = 0; i < RUNGS; i++)
        for (const struct probe *p = suite_rungs[i].probes;
             p->name && n < MOST_PROBES; p++)
            names[n++] = p->name;
    return names;
}

/* Can it be put to such a server, where this is the right answer? */
static bool suits(const struct probe *probe, const struct target *target)
{
    unsigned replies = probe->replies ? probe->replies : TO_ECHOES;
    enum carrier its = target->by == BY_UDP ? DATAGRAMS : STREAMS;

    return (replies & 1U << pattern_reply) != 0
        && (probe->carrier == its || probe->carrier == EITHER);
}

/* A whole name chooses that probe alone, even if it is part of another name. */
bool suite_chooses(const struct suite *suite, const struct probe *probe)
{
    if (!suits(probe, &suite->target))
        return false;
    for (int i = 0; i < suite->n_only; i++) {
        const char *word = suite->only[i];

        if (is_a_name(word) ? !strcasecmp(probe->name, word)
                            : !!strcasestr(probe->name, word))
            return true;
    }
    return suite->n_only == 0;
}

bool suite_has_rung(const struct suite *suite, int rung)
{
    if (rung == RUNG_FAULTS && (suite->faults || suite->profile == ROBUST))
        return true;
    return rung < RUNG_FAULTS || suite->n_only > 0;
}

bool suite_chooses_any(const struct suite *suite)
{
    for (int i = 0; i < RUNGS; i++)
        for (const struct probe *p = suite_rungs[i].probes; p->name; p++)
            if (suite_chooses(suite, p))
                return true;
    return false;
}

/* Why this server is not asked, or NULL. */
static const char *not_asked(const struct suite *suite,
                             const struct probe *probe)
{
    static const char *const claims[] = {
        "not asked: it is claimed to be sequential",
        "not asked: it is claimed to be concurrent", NULL, NULL
    };

    if (suite->profile != -1 && (int)probe->asked > suite->profile)
        return claims[suite->profile];
    if (probe->whose == OURS && !suite->target.command)
        return "not asked: it needs a server that we start";
    return NULL;
}

/* A right server may be slow: where it starts slowly, or the machine is busy.
 * A server that fails much is given about a minute. */
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
 * vain, so that a hopeless server does not cost minutes. Tells when it becomes
 * less. */
static double patience(struct suite *suite)
{
    const struct score *score = &suite->score;
    bool hasty = score->in_vain > IN_VAIN * deadline_scale;
    char sentence[160];

    for (enum cause c = NO_ANSWER; c < CAUSES; c++)
        hasty |= score->same[c] >= REPORT_IN_FULL;
    if (hasty && !suite->hasty) {
        snprintf(sentence, sizeof sentence, "From here on what must happen"
                 " within %g s is given %g s: waiting was in vain too often.",
                 TRIAL_PATIENCE * deadline_scale, TRIAL_HASTE * deadline_scale);
        if (suite->progress)
            progress_wipe();
        if (suite->report->note)
            suite->report->note(suite, sentence);
    }
    suite->hasty = hasty;
    return hasty ? TRIAL_HASTE : TRIAL_PATIENCE;
}

size_t suite_count(const struct suite *suite)
{
    size_t n = 0;

    for (int i = 0; i < RUNGS; i++)
        for (const struct probe *p = suite_rungs[i].probes; p->name; p++)
            n += suite_has_rung(suite, i) && suite_chooses(suite, p)
                && !not_asked(suite, p);
    return n;
}

/* From now on the probe may take so long, and not longer than the suite. */
static void limit_probe(const struct suite *suite)
{
    deadline_cap = suite->end;
    deadline_cap = deadline_in(suite->hasty ? HASTY_SECONDS : PROBE_SECONDS);
}

/* The probe that has a beginning, if it is chosen and asked. */
static const struct probe *early_probe(const struct suite *suite)
{
    for (int i = 0; i < RUNGS; i++)
        for (const struct probe *p = suite_rungs[i].probes; p->name; p++)
            if (p->begin && suite_chooses(suite, p) && !not_asked(suite, p))
                return p;
    return NULL;
}

/* After each probe: begins the early one, which goes on beside the others. Not
 * for a server that always listens on the same port: it cannot run twice. */
static void begin_early(struct suite *suite, int port)
{
    const struct probe *probe = early_probe(suite);

    if (probe && !early.probe && suite->target.command && suite->port
        && port != suite->port)
        trial_begin(&early, probe, &suite->target, TRIAL_PATIENCE);
    suite->port = port;
}

/* A verdict that depends on time may be the machine's fault: it is asked again
 * before it costs a point, until so many stood that it is the server's. */
static bool may_be_chance(const struct suite *suite, const struct trial *t)
{
    return t->verdict == FAILED && t->cause != OTHER_CAUSE
           && suite->score.same[t->cause] < REPORT_IN_FULL && !suite->hasty
           && !time_is_up(suite);
}

/* Puts one probe. Returns -1 if no server could ever be started. */
static int put(struct suite *suite, struct trial *t, const struct probe *probe)
{
    struct score *score = &suite->score;
    const char *why = not_asked(suite, probe);
    double seconds = patience(suite);
    int started;

    if (why || hopeless(suite)) {
        trial_pass_over(t, probe, why ? SKIPPED : NOT_RUN,
                        why ? why : hopeless(suite));
        return 0;
    }
    if (suite->progress)
        progress_show(suite->progress, "%s%s",
                      suite->label ? suite->label : "", probe->name);
    limit_probe(suite);
    if (t != &early)
        trial_begin(t, probe, &suite->target, seconds);
    started = trial_end(t);
    if (may_be_chance(suite, t)) {
        limit_probe(suite);
        trial_begin(t, probe, &suite->target, seconds);
        started = trial_end(t);
    }
    if (t->verdict == FAILED && deadline_now() >= suite->end) {
        trial_pass_over(t, probe, NOT_RUN, "not run: time was up");
        return 0;
    }
    score->failed_starts = started == 0 ? 0 : score->failed_starts + 1;
    score->started |= started == 0;
    if (started == 0)
        begin_early(suite, t->server.port);
    return score->started ? 0 : -1;
}

/* No server could be started or reached. Returns -1. */
static int give_up(const struct suite *suite, const char *why)
{
    warnx("%s", why);
    if (suite->report->none)
        suite->report->none(suite, why);
    return -1;
}

/* Puts the probes of one rung. Returns -1 as put() does. */
static int climb(struct suite *suite, int rung)
{
    for (const struct probe *p = suite_rungs[rung].probes; p->name; p++) {
        struct trial *t = p == early.probe ? &early : &present;

        if (!suite_chooses(suite, p))
            continue;
        int result = put(suite, t, p);
        if (suite->progress)
            progress_wipe();
        if (result == -1)
            return give_up(suite, t->came);
        score_tally(&suite->score, rung, t);
        suite->report->trial(suite, rung, t);
    }
    return 0;
}

/* Can a server that runs already be reached? Any other is known to be. */
static int reach(const struct suite *suite)
{
    const struct target *target = &suite->target;
    struct server s;

    if (target->command
        || (server_start(&s, target, NULL) == 0 && wire_reach(&s) == 0))
        return 0;
    return give_up(suite, s.why);
}

/* When it has to end: at --deadline, which is not scaled, or late. */
static int64_t end_of(const struct suite *suite)
{
    double most = SUITE_SECONDS * (deadline_scale < 1 ? 1 : deadline_scale);
    double seconds = suite->seconds > 0 ? suite->seconds : most;

    return deadline_now() + (int64_t)(seconds * 1e9);
}

int suite_run(struct suite *suite)
{
    trial_pass_over(&early, NULL, NOT_RUN, "");
    suite->began = deadline_now();
    suite->end = end_of(suite);
    if (reach(suite) == -1)
        return -1;
    for (int i = 0; i < RUNGS; i++)
        if (suite_has_rung(suite, i) && climb(suite, i) == -1)
            return -1;
    suite->late = deadline_now() >= suite->end;
    suite->report->score(suite);
    return 0;
}
