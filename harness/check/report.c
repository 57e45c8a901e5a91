/*
 * report.c: the words that all reports share.
 */
#include "check/report.h"

const char *report_verdict(enum verdict verdict)
{
    static const char *const words[] = {
        [HELD] = "held", [FAILED] = "failed", [SKIPPED] = "skipped",
        [NOT_RUN] = "not run"
    };

    return words[verdict];
}

const char *report_cause(enum cause cause)
{
    static const char *const words[] = {
        [TOO_BUSY] = "it was busy",
        [NO_ANSWER] = "no answer came in time",
        [NO_FIN] = "no end of file (FIN) came in time",
        [NO_CONNECTION] = "no connection came about in time",
        [OTHER_CAUSE] = "otherwise"
    };

    return words[cause];
}

const char *report_sentence(const struct trial *t)
{
    return t->sentence[0] && t->verdict != FAILED ? t->sentence
                                                 : t->probe->holds;
}
