/*
 * check.c: the probes that a correct echo server passes, a reason for each
 * that fails, and a score.
 */
#include "check/report.h"
#include "client/pattern.h"
#include "lib/exit_status.h"
#include "lib/parse.h"
#include "verbs/command_line.h"
#include "verbs/verb.h"

#include <err.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>

static struct suite suite = { .profile = -1, .report = &report_text };

static void print_help(void)
{
    puts("usage: muxlab check [OPTION...] TARGET\n"
         "       muxlab check [OPTION...] -- COMMAND ARG...\n"
         "Puts the probes that a correct echo server passes to a server, each"
         " to a\nfresh one, and ends with a score.\n"
         "  --profile P   claim: sequential, concurrent or scalable; what is"
         " asked of\n                more than that is skipped\n"
         "  --reply R     what a right answer is: same (default) or upper\n"
         "  --only TEXT   only the probe of this name, or those with it in"
         " their name\n                (repeatable)\n"
         "  --list        name the probes, and what each holds of a server\n"
         "  --json        one JSON object\n"
         TARGET_HELP
         "Exit status: 0 all held, 1 something did not, 2 usage, 3 the server"
         "\ncould not be started, or reached.");
}

static int usage(const char *what, const char *word)
{
    warnx("check: %s%s%s", what, word ? ": " : "", word ? word : "");
    return command_line_usage("check");
}

static int read_profile(const char *word)
{
    suite.profile = parse_choice("--profile", word, score_profiles);
    return suite.profile == -1 ? command_line_usage("check") : 0;
}

static int read_reply(const char *word)
{
    static const char *const names[] = { "same", "upper", NULL };
    int i = parse_choice("--reply", word, names);

    pattern_reply = i == 1 ? REPLY_UPPER : REPLY_SAME;
    return i == -1 ? command_line_usage("check") : 0;
}

static int read_only(const char *word)
{
    if (*word == '\0')
        return usage("--only: a name is missing", NULL);
    if (suite.n_only == MOST_ONLY)
        return usage("too many --only", NULL);
    suite.only[suite.n_only++] = word;
    return 0;
}

/* The words are all that stands there, or `-- COMMAND ARG...`. */
static int read_target(int n, char **words, char **command)
{
    if (!suite_chooses_any(&suite))
        return usage("no probe has this in its name", suite.only[0]);
    if (command_line_target(&suite.target, "check", n, words, command) == -1)
        return command_line_usage("check");
    suite.words = command ? command - 1 : words;
    suite.n_words = 1;
    while (command && command[suite.n_words - 1])
        suite.n_words++;
    return 0;
}

/* Returns 0 to go on, -1 when all is said, or an exit status. */
static int read_option(int option, const char *word)
{
    switch (option) {
    case 'p': return read_profile(word);
    case 'r': return read_reply(word);
    case 'o': return read_only(word);
    case 'j': suite.report = &report_json; return 0;
    case 'l': report_text_list(); return -1;
    case 'h': print_help(); return -1;
    default: return command_line_usage("check");
    }
}

/* Returns 0 to go on, -1 when all is said, or an exit status. */
static int read_arguments(int argc, char **argv)
{
    static const struct option names[] = {
        { "profile", required_argument, NULL, 'p' },
        { "reply", required_argument, NULL, 'r' },
        { "only", required_argument, NULL, 'o' },
        { "json", no_argument, NULL, 'j' },
        { "list", no_argument, NULL, 'l' },
        { "help", no_argument, NULL, 'h' },
        { 0 },
    };
    char **command = command_line_command(&argc, argv);
    int option, end;

    while ((option = getopt_long(argc, argv, "h", names, NULL)) != -1)
        if ((end = read_option(option, optarg)) != 0)
            return end;
    return read_target(argc - optind, argv + optind, command);
}

int verb_check(int argc, char **argv)
{
    int end = read_arguments(argc, argv);

    if (end != 0)
        return end == -1 ? ALL_HELD : end;
    end = suite_run(&suite);
    target_free(&suite.target);
    if (end == -1)
        return CANNOT;
    return score_held(&suite.score) == score_of(&suite.score) ? ALL_HELD
                                                              : NOT_HELD;
}
