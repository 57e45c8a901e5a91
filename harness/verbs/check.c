/*
 * check.c: the probes that a correct echo server passes, a reason for each
 * that fails, and a score.
 */
#include "check/report.h"
#include "client/pattern.h"
#include "lib/atomic_file.h"
#include "lib/exit_status.h"
#include "lib/parse.h"
#include "lib/progress.h"
#include "lib/text.h"
#include "verbs/command_line.h"
#include "verbs/verb.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct suite suite = { .profile = -1, .at_once = SUITE_AT_ONCE };
static struct progress progress;
static bool list, json;
static int format;              /* a place among the reports */
static const char *out;         /* the report's file; NULL: it is printed */

static const char *const *profiles(void)
{
    return score_profiles;
}

static const char *const *replies(void)
{
    return pattern_replies;
}

static int read_reply(const char *word)
{
    int i = parse_choice("--reply", word, pattern_replies);

    pattern_reply = i == -1 ? REPLY_SAME : (enum pattern_reply)i;
    return i == -1 ? -1 : 0;
}

static int read_only(const char *word)
{
    if (!*word)
        warnx("--only: a name is missing");
    else if (suite.n_only == MOST_ONLY)
        warnx("--only: at most %d of them", MOST_ONLY);
    else
        suite.only[suite.n_only++] = word;
    return *word && suite.only[suite.n_only - 1] == word ? 0 : -1;
}

static const struct option_row options[] = {
    { "profile", .argument = "P", .help = "what it claims to be: sequential, "
      "concurrent, scalable or robust; probes for more than that are "
      "skipped",
      .number = &suite.profile, .words = profiles },
    { "faults", .help = "also let system calls fail, or do only a part; a "
      "robust server survives that", .flag = &suite.faults },
    { "reply", .argument = "R", .help = "what a right answer is: the same, "
      "upper for the same in capitals, lines for the length of each line, "
      "none, or http for a page", .standard = "same",
      .read = read_reply, .words = replies },
    { "only", .argument = "TEXT", .help = "only the probe of this name, or "
      "those with it in their name (as often as you like)",
      .read = read_only, .words = suite_names },
    { "list", .help = "name the probes (for this TARGET, if one is given), and "
      "what each holds of a server",
      .flag = &list, .without = "format json out" },
    { "format", .argument = "F", .help = "the form of the report: text, json,"
      " tap (version 14), junit (XML, for CI) or gradescope (its results.json)",
      .standard = "text", .number = &format, .words = report_names },
    { "json", .help = "the same as --format json", .flag = &json,
      .without = "format" },
    { "out", .argument = "FILE", .help = "write the report there when it is"
      " complete (gradescope: until then the file says that grading did not"
      " finish)",
      .text = &out },
    { "log", .help = "also copy all that each server writes on stderr (of more"
      " than 128 KiB the beginning and the end)", .flag = &server_shows_logs },
    { .name = NULL }
};

/* By UDP nothing is claimed, no fault is put in its way, and the answer is an
 * echo. Returns 0, or -1 after one line. */
static int suit_datagrams(void)
{
    bool echoes = pattern_reply == REPLY_SAME || pattern_reply == REPLY_UPPER;

    if (suite.profile == -1 && !suite.faults && echoes)
        return 0;
    warnx("%s: not asked of a server by UDP", suite.faults ? "--faults"
          : echoes ? "--profile" : "--reply");
    return -1;
}

/* The words are all that stands there, or `-- COMMAND ARG...`. */
static int read_target(const struct arguments *a)
{
    if (command_line_target(&suite.target, "check", a) == -1
        || (suite.target.by == BY_UDP && suit_datagrams() == -1))
        return -1;
    if (!suite_chooses_any(&suite)) {
        warnx("--only '%s': no probe has this in its name; see --list",
              text_word(suite.only[0]));
        return -1;
    }
    suite.words = a->command ? a->command - 1 : a->words;
    while (suite.words[suite.n_words])
        suite.n_words++;
    return 0;
}

/* Can the file be written? Where its reader wants a report in any case, it gets
 * one that says that this is not the end. Returns 0, or -1 after one line. */
static int begin_file(void)
{
    FILE *f;

    if (!suite.report->unfinished)
        return atomic_file_try(out);
    f = atomic_file_open(out);
    if (!f)
        return -1;
    suite.report->unfinished(f);
    return atomic_file_close(f, out);
}

/* Returns 0, or -1 after one line. */
static int put_file(const char *text)
{
    FILE *f = atomic_file_open(out);

    if (!f)
        return -1;
    fputs(text, f);
    return atomic_file_close(f, out);
}

/* Puts the probes. The report is printed or, once it is complete, written to
 * the file. Returns 0, or -1 after one line. */
static int report(void)
{
    char *text = NULL;
    size_t size = 0;
    int end;

    suite.to = stdout;
    if (!out)
        return suite_run(&suite);
    if (begin_file() == -1)
        return -1;
    suite.to = open_memstream(&text, &size);
    if (!suite.to) {
        warn("the report");
        return -1;
    }
    end = suite_run(&suite);
    if (fclose(suite.to) == -1 || (size > 0 && put_file(text) == -1))
        end = -1;
    free(text);
    return end;
}

static int run(const struct arguments *a)
{
    int end;

    if (list) {
        if (a->n + !!a->command > 0
            && command_line_target(&suite.target, "check", a) == -1)
            return WRONG_USAGE;
        report_text_list(&suite);
        return ALL_HELD;
    }
    if (read_target(a) == -1)
        return WRONG_USAGE;
    suite.report = json ? &report_json : report_at(format);
    suite.seconds = command_line_deadline;
    progress.total = suite_count(&suite);
    suite.progress = server_shows_logs ? NULL : &progress;
    end = report();
    target_free(&suite.target);
    if (end == -1)
        return CANNOT;
    if (suite.late && suite.seconds > 0)
        return LATE;
    return score_held(&suite.score) == score_of(&suite.score) ? ALL_HELD
                                                              : NOT_HELD;
}

const struct verb verb_check = {
    .name = "check",
    .does = "the probes that a correct echo server passes",
    .usage = "TARGET\n-- COMMAND ARG...\n",
    .about = "Puts probes to a server, each to a freshly started one, a few at "
        "the same time where two can run, and ends with a score. A correct "
        "echo server passes all.\n",
    .options = options,
    .minds_deadline = true,
    .notes = TARGET_HELP,
    .ends = {
        { "0", "every probe held" },
        { "1", "a probe did not hold" },
        { "2", "wrong usage" },
        { "3", "the server cannot be started or reached, or a file cannot be "
          "used" },
        { "124", "--deadline (see muxlab --help) passed; what was found by "
          "then is printed" },
    },
    .run = run,
};
