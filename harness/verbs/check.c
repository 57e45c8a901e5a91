/*
 * check.c: the probes that a correct echo server passes, a reason for each
 * that fails, and a score.
 */
#include "check/suite.h"
#include "client/pattern.h"
#include "lib/exit_status.h"
#include "lib/parse.h"
#include "verbs/command_line.h"
#include "verbs/verb.h"

#include <err.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>

const char *const check_profiles[] = {
    "sequential", "concurrent", "scalable", NULL
};

static struct trial trial;

static struct check check = {
    .profile = -1,
    .rungs = {
        { "echoes", probes_echo, 0, 0 },
        { "rude clients", probes_rude, 0, 0 },
        { "many at once", probes_many, 0, 0 },
        { "past 1024", probes_past, 0, 0 },
    },
};

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
    check.profile = parse_choice("--profile", word, check_profiles);
    return check.profile == -1 ? command_line_usage("check") : 0;
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
    if (check.n_only == MOST_ONLY)
        return usage("too many --only", NULL);
    check.only[check.n_only++] = word;
    return 0;
}

static bool is_a_name(const char *word)
{
    for (int i = 0; i < RUNGS; i++)
        for (const struct probe *p = check.rungs[i].probes; p->name; p++)
            if (strcasecmp(p->name, word) == 0)
                return true;
    return false;
}

/* A whole name chooses this probe alone, though it be part of another's. */
static bool chosen(const struct probe *probe)
{
    for (int i = 0; i < check.n_only; i++) {
        const char *word = check.only[i];

        if (is_a_name(word) ? strcasecmp(probe->name, word) == 0
                            : strcasestr(probe->name, word) != NULL)
            return true;
    }
    return check.n_only == 0;
}

static bool any_chosen(void)
{
    for (int i = 0; i < RUNGS; i++)
        for (const struct probe *p = check.rungs[i].probes; p->name; p++)
            if (chosen(p))
                return true;
    return false;
}

/* The words are all that stands there, or `-- COMMAND ARG...`. */
static int read_target(int n, char **words, char **command)
{
    if (!any_chosen())
        return usage("no probe has this in its name", check.only[0]);
    if (command_line_target(&check.target, "check", n, words, command) == -1)
        return command_line_usage("check");
    check.words = command ? command - 1 : words;
    check.n_words = 1;
    while (command && command[check.n_words - 1])
        check.n_words++;
    return 0;
}

/* Returns 0 to go on, or what to end with, less one: -1 is ALL_HELD. */
static int read_option(int option, const char *word)
{
    switch (option) {
    case 'p': return read_profile(word);
    case 'r': return read_reply(word);
    case 'o': return read_only(word);
    case 'j': check.json = true; return 0;
    case 'l': report_text_list(&check); return -1;
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

/* Why it is not asked at all, or NULL. */
static const char *beyond(const struct probe *probe)
{
    static const char *const claims[] = {
        "not asked: it is claimed to be sequential",
        "not asked: it is claimed to be concurrent", NULL
    };

    if (check.profile != -1 && (int)probe->asked > check.profile)
        return claims[check.profile];
    if (probe->whose == OURS && check.target.command == NULL)
        return "not asked: it needs a server that we start";
    return NULL;
}

/* Why there is no use in asking more, or NULL. */
static const char *hopeless(void)
{
    if (check.mute == 2)
        return "not run: it has never answered";
    return check.failed_starts == 2 ? "not run: it does not start again" : NULL;
}

static void pass_over(const struct probe *probe, enum verdict verdict,
                      const char *why)
{
    memset(&trial, 0, sizeof trial);
    trial.probe = probe;
    trial.verdict = verdict;
    snprintf(trial.sentence, sizeof trial.sentence, "%s", why);
}

/* Puts one probe. Returns -1 if no server could be started, ever. */
static int put(const struct probe *probe)
{
    static bool started;

    if (beyond(probe) != NULL) {
        pass_over(probe, SKIPPED, beyond(probe));
        return 0;
    }
    if (hopeless() != NULL) {
        pass_over(probe, NOT_RUN, hopeless());
        return 0;
    }
    if (!check.json)
        report_text_probe(probe);
    if (trial_run(&trial, probe, &check.target) == 0) {
        started = true;
        check.failed_starts = 0;
        return 0;
    }
    check.failed_starts++;
    return started ? 0 : -1;
}

static void miss(char *names, const char *name)
{
    size_t length = strlen(names);

    snprintf(names + length, NAMES - length, "%s%s", length > 0 ? ", " : "",
             name);
}

static void tally(struct rung *rung)
{
    rung->of += trial.verdict != SKIPPED;
    rung->held += trial.verdict == HELD;
    check.answered |= trial.answered;
    check.mute += trial.verdict == FAILED && !check.answered;
    if (trial.verdict == FAILED || trial.verdict == NOT_RUN)
        miss(check.missed[trial.probe->asked], trial.probe->name);
}

/* Asks one probe of the rung, and tells. Returns -1 as put() does. */
static int ask(struct rung *rung, const struct probe *probe)
{
    if (put(probe) == -1)
        return -1;
    tally(rung);
    if (check.json)
        report_json_trial(&check, rung, &trial);
    else
        report_text_trial(&check, rung, &trial);
    return 0;
}

static int climb(struct rung *rung)
{
    for (const struct probe *p = rung->probes; p->name != NULL; p++)
        if (chosen(p) && ask(rung, p) == -1)
            return -1;
    return 0;
}

int score_held(const struct check *c)
{
    int held = 0;

    for (int i = 0; i < RUNGS; i++)
        held += c->rungs[i].held;
    return held;
}

int score_of(const struct check *c)
{
    int of = 0;

    for (int i = 0; i < RUNGS; i++)
        of += c->rungs[i].of;
    return of;
}

/* A server that runs already: is there one? */
static int reach(void)
{
    struct server s;

    if (server_start(&s, &check.target, NULL) == 0 && wire_reach(&s) == 0)
        return 0;
    warnx("%s", s.why);
    return -1;
}

static void give_up(void)
{
    report_text_wipe();
    warnx("%s", trial.came);
}

int verb_check(int argc, char **argv)
{
    int end = read_arguments(argc, argv);

    if (end != 0)
        return end == -1 ? ALL_HELD : end;
    if (check.target.command == NULL && reach() == -1)
        return CANNOT;
    for (int i = 0; i < RUNGS && end == 0; i++)
        end = climb(&check.rungs[i]);
    if (end == -1)
        give_up();
    else if (check.json)
        report_json_score(&check);
    else
        report_text_score(&check);
    target_free(&check.target);
    if (end == -1)
        return CANNOT;
    return score_held(&check) == score_of(&check) ? ALL_HELD : NOT_HELD;
}
