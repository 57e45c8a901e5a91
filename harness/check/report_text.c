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

enum { NAME_WIDTH = 28 };

/* How a verdict is shown: by a word, or by a mark and its colour. */
static const struct look {
    const char *word, *mark, *plain_mark, *colour;
} looks[] = {
    [HELD] = { "ok  ", "✓", "+", "32" },
    [FAILED] = { "FAIL", "✗", "x", "1;31" },
    [SKIPPED] = { "skip", "–", "-", "2" },
    [NOT_RUN] = { "----", "·", ".", "2" },
};

static void print_mark(FILE *to, enum verdict verdict)
{
    const struct look *look = &looks[verdict];
    const char *mark = terminal_utf8() ? look->mark : look->plain_mark;

    if (!terminal_is(to))
        fprintf(to, "  %s  ", look->word);
    else if (terminal_coloured(to))
        fprintf(to, "  \033[%sm%s\033[0m ", look->colour, mark);
    else
        fprintf(to, "  %s ", mark);
}

/* Which server it is, and what it claims. */
static void print_name(const struct suite *suite)
{
    fprintf(suite->to, "%s", suite->target.name);
    if (suite->profile != -1)
        fprintf(suite->to, ", as %s", score_profiles[suite->profile]);
    if (suite->target.by == BY_UDP)
        fprintf(suite->to, ", by UDP (not asked: what connections do)");
    fputs("\n\n", suite->to);
}

static void print_heading(const struct suite *suite, int rung)
{
    static int before = -1;

    if (before == -1)
        print_name(suite);
    if (rung == before)
        return;
    before = rung;
    fprintf(suite->to, terminal_coloured(suite->to) ? "\033[1m%s\033[0m\n"
            : "%s\n", suite_rungs[rung].name);
}

/* The word as the shell needs it. */
static void print_quoted(FILE *to, const char *word)
{
    const char *plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                        "0123456789-_./:=+,@%";

    if (*word != '\0' && strspn(word, plain) == strlen(word)) {
        fprintf(to, " %s", word);
        return;
    }
    fputs(" '", to);
    for (; *word != '\0'; word++)
        if (*word == '\'')
            fputs("'\\''", to);
        else
            putc(*word, to);
    putc('\'', to);
}

/* The command that puts this one probe again. */
static void print_again(const struct suite *suite, const struct probe *probe)
{
    FILE *to = suite->to;

    fprintf(to, "      again:    %s check --only", program_invocation_name);
    print_quoted(to, probe->name);
    if (deadline_scale < 1 || deadline_scale > 1)
        fprintf(to, " --timeout-scale %g", deadline_scale);
    if (pattern_reply != REPLY_SAME)
        fprintf(to, " --reply %s", pattern_replies[pattern_reply]);
    for (int i = 0; i < suite->n_words; i++)
        print_quoted(to, suite->words[i]);
    fputs("\n\n", to);
}

static void print_note(const struct suite *suite, const char *sentence)
{
    if (!spaced)
        putc('\n', suite->to);
    text_wrap(suite->to, sentence, 6, REPORT_WIDTH);
    putc('\n', suite->to);
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

    print_heading(suite, rung);
    print_mark(suite->to, t->verdict);
    fprintf(suite->to, "%-*s%s\n", NAME_WIDTH, t->probe->name,
            known ? report_cause(t->cause) : report_sentence(t));
    spaced = t->verdict == FAILED && !known;
    if (spaced) {
        report_failure(suite->to, t);
        print_again(suite, t->probe);
    }
    fflush(suite->to);
}

static void print_score(const struct suite *suite)
{
    if (!spaced)
        putc('\n', suite->to);
    report_summary(suite->to, suite);
}

const struct report report_text = {
    .name = "text", .trial = print_trial, .score = print_score,
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
    if (suite->target.by == BY_UDP)
        return;
    printf("1 is asked of every server, 2 of those that claim to be concurrent"
           " or\nscalable, and 3 of the scalable.\n");
}
