/*
 * suite.c: which probes are put to a server, and in which order.
 */
#include "check/suite.h"

#include "check/report.h"
#include "client/pattern.h"
#include "client/wire.h"

#include <err.h>
#include <string.h>

enum { ENOUGH = 2 };            /* so many in a row, and it is hopeless */

static struct trial present, early;

const struct rung suite_rungs[RUNGS] = {
    { "echoes", probes_echo },
    { "lines", probes_lines },
    { "no answer", probes_none },
    { "pages", probes_http },
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

/* Can it be put where this is the right answer? */
static bool suits(const struct probe *probe, enum pattern_reply reply)
{
    unsigned replies = probe->replies ? probe->replies : TO_ECHOES;

    return (replies & 1U << reply) != 0;
}

/* A whole name chooses that probe alone, even if it is part of another name. */
bool suite_chooses(const struct suite *suite, const struct probe *probe)
{
    if (!suits(probe, pattern_reply))
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

/* Why it is of no use to ask more, or NULL. */
static const char *hopeless(const struct score *score)
{
    if (score->unanswered == ENOUGH)
        return "not run: it has never answered";
    return score->failed_starts == ENOUGH ? "not run: it does not start again"
                                          : NULL;
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
static void begin_early(const struct suite *suite, int port)
{
    static int port_before;
    const struct probe *probe = early_probe(suite);

    if (probe && !early.probe && suite->target.command && port_before
        && port != port_before)
        trial_begin(&early, probe, &suite->target);
    port_before = port;
}

/* Puts one probe. Returns -1 if no server could ever be started. */
static int put(struct suite *suite, struct trial *t, const struct probe *probe)
{
    struct score *score = &suite->score;
    const char *why = not_asked(suite, probe);

    if (why || hopeless(score)) {
        trial_pass_over(t, probe, why ? SKIPPED : NOT_RUN,
                        why ? why : hopeless(score));
        return 0;
    }
    suite->report->probe(probe);
    if (t != &early)
        trial_begin(t, probe, &suite->target);
    if (trial_end(t) == 0) {
        score->started = true;
        score->failed_starts = 0;
        begin_early(suite, t->server.port);
        return 0;
    }
    score->failed_starts++;
    return score->started ? 0 : -1;
}

/* Puts the probes of one rung. Returns -1 as put() does. */
static int climb(struct suite *suite, int rung)
{
    for (const struct probe *p = suite_rungs[rung].probes; p->name; p++) {
        struct trial *t = p == early.probe ? &early : &present;

        if (!suite_chooses(suite, p))
            continue;
        if (put(suite, t, p) == -1) {
            suite->report->probe(NULL);
            warnx("%s", t->came);
            return -1;
        }
        score_tally(&suite->score, rung, t);
        suite->report->trial(suite, rung, t);
    }
    return 0;
}

/* Can a server that runs already be reached? Any other is known to be. */
static int reach(const struct target *target)
{
    struct server s;

    if (target->command
        || (server_start(&s, target, NULL) == 0 && wire_reach(&s) == 0))
        return 0;
    warnx("%s", s.why);
    return -1;
}

int suite_run(struct suite *suite)
{
    if (reach(&suite->target) == -1)
        return -1;
    for (int i = 0; i < RUNGS; i++)
        if (suite_has_rung(suite, i) && climb(suite, i) == -1)
            return -1;
    suite->report->score(suite);
    return 0;
}
