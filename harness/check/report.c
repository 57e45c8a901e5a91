/*
 * report.c: the forms of a report, and the words that they share.
 */
#include "check/report.h"

#include "lib/text.h"

#include <stdio.h>
#include <string.h>

/* ---- the forms ----------------------------------------------------------- */

static const struct report *const reports[] = {
    &report_text, &report_json, &report_tap, &report_junit, &report_gradescope
};

enum { REPORTS = sizeof reports / sizeof *reports };

const char *const *report_names(void)
{
    static const char *names[REPORTS + 1];

    for (size_t i = 0; i < REPORTS; i++)
        names[i] = reports[i]->name;
    return names;
}

const struct report *report_at(int place)
{
    return reports[place];
}

/* ---- words --------------------------------------------------------------- */

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
        [TOO_LATE] = "it was not done in time",
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

/* Of a server that had ended (trial.c says so), its end is to be explained
 * first. */
const char *report_usual(const struct trial *t)
{
    static char text[400];
    bool ended = strstr(t->came, "; the server had ended: ");

    snprintf(text, sizeof text, "%s%s", ended
             ? "It ends when a client leaves, or on an error that concerns"
               " only one client. Or: " : "", t->probe->usual);
    return text;
}

/* ---- how one went -------------------------------------------------------- */

static void print_wrapped(FILE *to, const char *label, const char *text)
{
    text_hang(to, label, text, strlen(label), REPORT_WIDTH);
}

/* What usually causes this, and where to read on. */
static void print_cause(FILE *to, const struct trial *t)
{
    char text[500];

    snprintf(text, sizeof text, "%s See %s.", report_usual(t), t->probe->see);
    print_wrapped(to, "      usually:  ", text);
}

/* It names the option that shows the rest. */
static void print_last_line(FILE *to, const struct trial *t)
{
    bool more = t->log_size > (int64_t)strlen(t->last_line) + 1;
    char text[sizeof t->last_line + 40];

    if (!t->last_line[0])
        return;
    snprintf(text, sizeof text, "%s%s", t->last_line,
             more && !server_shows_logs ? " (there is more: --log)" : "");
    print_wrapped(to, "      stderr:   ", text);
}

void report_failure(FILE *to, const struct trial *t)
{
    for (size_t i = 0; i < t->n_steps; i++) {
        char label[24];

        snprintf(label, sizeof label, "%7zu. ", i + 1);
        print_wrapped(to, label, t->steps[i]);
    }
    print_wrapped(to, "      expected: ", t->expected);
    print_wrapped(to, "      came:     ", t->came);
    if (t->culprit.end == WIRE_WRONG)
        wire_hexdump(to, &t->culprit);
    print_last_line(to, t);
    print_cause(to, t);
}

char *report_failure_text(const struct trial *t)
{
    char *text = NULL;
    size_t size;
    FILE *to = open_memstream(&text, &size);

    if (!to)
        return NULL;
    report_failure(to, t);
    fclose(to);
    return text;
}

/* ---- all of it ----------------------------------------------------------- */

/* What was not told in full. */
static void print_known(FILE *to, const struct score *score)
{
    for (enum cause c = NO_ANSWER; c < CAUSES; c++)
        if (score->same[c] > REPORT_IN_FULL)
            fprintf(to, "%d more failed the same way: %s.\n",
                    score->same[c] - REPORT_IN_FULL, report_cause(c));
}

/* The highest profile of which nothing failed, and what failed of the next
 * one. */
static void print_profile(FILE *to, const struct score *score)
{
    char text[NAMES + 80];
    int next = 0, top = score->of[RUNG_FAULTS] > 0 ? ROBUST : SCALABLE;

    while (next <= top && score->lacking[next][0] == '\0')
        next++;
    if (next == 0)
        snprintf(text, sizeof text, "It does not pass as sequential yet.");
    else if (next > top)
        snprintf(text, sizeof text, "It passes as %s.", score_profiles[top]);
    else
        snprintf(text, sizeof text, "It passes as %s; as %s it lacks: %s.",
                 score_profiles[next - 1], score_profiles[next],
                 score->lacking[next]);
    print_wrapped(to, "", text);
}

void report_summary(FILE *to, const struct suite *suite)
{
    const struct score *score = &suite->score;
    const char *comma = "";

    print_known(to, score);
    if (suite->profile == -1 && suite->n_only == 0 && suite->target.command
        && suite->target.by != BY_UDP)
        print_profile(to, score);
    for (int i = 0; i < RUNGS; i++) {
        if (score->of[i] == 0)
            continue;
        fprintf(to, "%s%s %d/%d", comma, suite_rungs[i].name, score->held[i],
                score->of[i]);
        comma = ", ";
    }
    fprintf(to, "%sscore %d/%d\n", *comma != '\0' ? "\n" : "",
            score_held(score), score_of(score));
}

char *report_summary_text(const struct suite *suite)
{
    char *text = NULL;
    size_t size;
    FILE *to = open_memstream(&text, &size);

    if (!to)
        return NULL;
    report_summary(to, suite);
    fclose(to);
    return text;
}
