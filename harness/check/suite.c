/*
 * suite.c: which probes there are, and which of them are put to a server.
 */
#include "check/suite.h"

#include "client/pattern.h"

#include <string.h>

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

bool suite_suits(const struct probe *probe, enum transport by,
                 enum pattern_reply reply)
{
    unsigned replies = probe->replies ? probe->replies : TO_ECHOES;
    enum carrier its = by == BY_UDP ? DATAGRAMS : STREAMS;

    return (replies & 1U << reply) != 0
        && (probe->carrier == its || probe->carrier == EITHER);
}

/* A whole name chooses that probe alone, even if it is part of another name. */
bool suite_chooses(const struct suite *suite, const struct probe *probe)
{
    if (!suite_suits(probe, suite->target.by, pattern_reply))
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

const char *suite_passes_over(const struct suite *suite,
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

size_t suite_count(const struct suite *suite)
{
    size_t n = 0;

    for (int i = 0; i < RUNGS; i++)
        for (const struct probe *p = suite_rungs[i].probes; p->name; p++)
            n += suite_has_rung(suite, i) && suite_chooses(suite, p)
                && !suite_passes_over(suite, p);
    return n;
}
