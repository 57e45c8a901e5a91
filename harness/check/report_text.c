/*
 * report_text.c: what `muxlab check` prints for people: a line a probe, and
 * after each that failed how it went.
 */
#include "check/report.h"

#include "client/pattern.h"
#include "lib/deadline.h"
#include "lib/terminal.h"
#include "lib/text.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* Whether the last line is empty. */
static bool spaced;

enum { NAME_WIDTH = 28, LINE_WIDTH = 80 };

/* How a verdict is shown: by a word, or by a mark and its colour. */
static const struct look {
    const char *word, *mark, *plain_mark, *colour;
} looks[] = {
    [HELD] = { "ok  ", "✓", "+", "32" },
    [FAILED] = { "FAIL", "✗", "x", "1;31" },
    [SKIPPED] = { "skip", "–", "-", "2" },
    [NOT_RUN] = { "----", "·", ".", "2" },
};

static void print_mark(enum verdict verdict)
{
    const struct look *look = &looks[verdict];
    const char *mark = terminal_utf8() ? look->mark : look->plain_mark;

    if (!terminal_is(stdout))
        printf("  %s  ", look->word);
    else if (terminal_coloured(stdout))
        printf("  \033[%sm%s\033[0m ", look->colour, mark);
    else
        printf("  %s ", mark);
}

static void print_progress(const struct probe *probe)
{
    if (terminal_erases(stdout) && probe)
        printf("    %s ...", probe->name);
    else if (terminal_erases(stdout))
        printf("\r\033[K");
    fflush(stdout);
}

/* Which server it is, and what it claims. */
static void print_name(const struct suite *suite)
{
    printf("%s", suite->target.name);
    if (suite->profile != -1)
        printf(", as %s", score_profiles[suite->profile]);
    printf("\n\n");
}

static void print_heading(const struct suite *suite, int rung)
{
    static int before = -1;

    if (before == -1)
        print_name(suite);
    if (rung == before)
        return;
    before = rung;
    printf(terminal_coloured(stdout) ? "\033[1m%s\033[0m\n" : "%s\n",
           suite_rungs[rung].name);
}

static void print_wrapped(const char *label, const char *text)
{
    text_hang(stdout, label, text, strlen(label), LINE_WIDTH);
}

/* The word as the shell needs it. */
static void print_quoted(const char *word)
{
    const char *plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                        "0123456789-_./:=+,@%";

    if (*word != '\0' && strspn(word, plain) == strlen(word)) {
        printf(" %s", word);
        return;
    }
    printf(" '");
    for (; *word != '\0'; word++)
        if (*word == '\'')
            printf("'\\''");
        else
            putchar(*word);
    putchar('\'');
}

/* The command that puts this one probe again. */
static void print_again(const struct suite *suite, const struct probe *probe)
{
    printf("      again:    %s check --only", program_invocation_name);
    print_quoted(probe->name);
    if (deadline_scale < 1 || deadline_scale > 1)
        printf(" --timeout-scale %g", deadline_scale);
    if (pattern_reply != REPLY_SAME)
        printf(" --reply %s", pattern_replies[pattern_reply]);
    for (int i = 0; i < suite->n_words; i++)
        print_quoted(suite->words[i]);
    printf("\n\n");
}

/* What usually causes this, and where to read on. */
static void print_cause(const struct probe *probe)
{
    char text[400];

    snprintf(text, sizeof text, "%s See %s.", probe->usual, probe->see);
    print_wrapped("      usually:  ", text);
}

static void print_failure(const struct suite *suite, const struct trial *t)
{
    for (size_t i = 0; i < t->n_steps; i++) {
        char label[24];

        snprintf(label, sizeof label, "%7zu. ", i + 1);
        print_wrapped(label, t->steps[i]);
    }
    print_wrapped("      expected: ", t->expected);
    print_wrapped("      came:     ", t->came);
    if (t->culprit.end == WIRE_WRONG)
        wire_hexdump(&t->culprit);
    if (t->last_line[0] != '\0')
        print_wrapped("      stderr:   ", t->last_line);
    print_cause(t->probe);
    print_again(suite, t->probe);
}

static void print_note(const char *sentence)
{
    if (!spaced)
        putchar('\n');
    print_wrapped("      ", sentence);
    putchar('\n');
    spaced = true;
}

/* Whether others have failed for the same cause, and were told in full. */
static bool is_known(const struct score *score, const struct trial *t)
{
    return t->cause >= NO_ANSWER && score->same[t->cause] > REPORT_IN_FULL;
}

static void print_trial(const struct suite *suite, int rung,
                        const struct trial *t)
{
    bool known = is_known(&suite->score, t);

    print_progress(NULL);
    print_heading(suite, rung);
    print_mark(t->verdict);
    printf("%-*s%s\n", NAME_WIDTH, t->probe->name,
           known ? report_cause(t->cause) : report_sentence(t));
    spaced = t->verdict == FAILED && !known;
    if (spaced)
        print_failure(suite, t);
    fflush(stdout);
}

/* What was not told in full. */
static void print_known(const struct score *score)
{
    for (enum cause c = NO_ANSWER; c < CAUSES; c++)
        if (score->same[c] > REPORT_IN_FULL)
            printf("%d more failed the same way: %s.\n",
                   score->same[c] - REPORT_IN_FULL, report_cause(c));
}

/* The highest profile of which nothing failed, and what failed of the next
 * one. */
static void print_profile(const struct score *score)
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
    print_wrapped("", text);
}

static void print_score(const struct suite *suite)
{
    const struct score *score = &suite->score;
    const char *comma = "";

    if (!spaced)
        putchar('\n');
    print_known(score);
    if (suite->profile == -1 && suite->n_only == 0 && suite->target.command)
        print_profile(score);
    for (int i = 0; i < RUNGS; i++) {
        if (score->of[i] == 0)
            continue;
        printf("%s%s %d/%d", comma, suite_rungs[i].name, score->held[i],
               score->of[i]);
        comma = ", ";
    }
    printf("%sscore %d/%d\n", *comma != '\0' ? "\n" : "", score_held(score),
           score_of(score));
}

const struct report report_text = {
    .probe = print_progress, .trial = print_trial, .score = print_score,
    .note = print_note
};

void report_text_list(const struct suite *suite)
{
    for (int i = 0; i < RUNGS; i++) {
        const char *heading = suite_rungs[i].name;

        for (const struct probe *p = suite_rungs[i].probes; p->name; p++) {
            if (!suite_has_rung(suite, i) || !suite_chooses(suite, p))
                continue;
            printf("%s%s", heading, *heading ? "\n" : "");
            printf("  %d  %-*s%s\n", (int)p->asked + 1, NAME_WIDTH, p->name,
                   p->holds);
            heading = "";
        }
    }
    printf("1 is asked of every server, 2 of those that claim to be concurrent"
           " or\nscalable, and 3 of the scalable.\n");
}
