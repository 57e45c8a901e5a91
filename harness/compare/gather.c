/*
 * gather.c: what the report shows besides the table.
 */
#include "compare/gather.h"

#include "check/report.h"
#include "compare/comparison.h"
#include "lib/exit_status.h"
#include "lib/file.h"
#include "lib/interrupt.h"
#include "lib/json.h"
#include "lib/progress.h"
#include "server/models.h"
#include "watch/picture.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- the timeline -------------------------------------------------------- */

void gather_timeline(struct json_writer *to, const struct comparison *v)
{
    static const char name[] = "three-clients";
    struct script script;
    char *svg = NULL;
    size_t size;
    int place = 0;

    while (strcmp(script_names()[place], name) != 0)
        place++;
    struct picture picture = {
        .script = &script, .to = open_memstream(&svg, &size)
    };
    bool drawn = picture.to
        && script_parse(&script, name, script_text(place)) == 0
        && picture_show(&picture, v->targets, v->n_targets) != CANNOT;
    if (picture.to)
        fclose(picture.to);
    for (char *c = svg; c && *c; c++)
        if (*c == '\n')
            *c = ' ';           /* json.h reads no control characters */
    if (drawn)
        json_text(to, "timeline", svg);
    free(svg);
}

/* ---- the probes ---------------------------------------------------------- */

/* A suite reports to functions without a context: this is it. */
static struct json_writer *writer;

static void put_trial(const struct suite *suite, int rung,
                      const struct trial *t)
{
    (void)suite;
    report_json_trial(writer, rung, t);
}

static void put_score(const struct suite *suite)
{
    (void)suite;
}

/* What a server of this name claims to be: a place among the profiles, or -1.*/
static int profile_of(const char *name)
{
    const struct model *m = model_find(name);
    int profile = 0;

    if (!m)
        return -1;
    while (strcmp(score_profiles[profile], m->profile) != 0)
        profile++;
    return profile;
}

static void put_suite(struct suite *suite, struct progress *progress)
{
    char label[80];

    snprintf(label, sizeof label, "%.60s, ", suite->target.name);
    suite->progress = progress;
    suite->label = label;
    json_object(writer, NULL);
    json_text(writer, "server", suite->target.name);
    json_list(writer, "probes");
    suite_run(suite);
    json_close(writer);
    json_number(writer, "held", score_held(&suite->score));
    json_number(writer, "of", score_of(&suite->score));
    json_close(writer);
}

void gather_check(struct json_writer *to, const struct comparison *v)
{
    static const struct report report = {
        .trial = put_trial, .score = put_score
    };
    struct suite suites[TABLE_COLUMNS];
    struct progress progress = { 0 };

    for (size_t i = 0; i < v->n_targets; i++) {
        suites[i] = (struct suite){
            .target = v->targets[i], .report = &report,
            .profile = profile_of(v->targets[i].name),
            .at_once = SUITE_AT_ONCE,
        };
        progress.total += suite_count(&suites[i]);
    }
    writer = to;
    json_list(to, "check");
    for (size_t i = 0; i < v->n_targets && !interrupt_came(); i++)
        put_suite(&suites[i], &progress);
    json_close(to);
}

/* ---- the handouts -------------------------------------------------------- */

/* A question, without what Markdown marks: `code` and [text](address). */
static void put_question(struct json_writer *to, const char *text, size_t n)
{
    char plain[600];
    size_t used = 0;

    for (size_t i = 0; i < n && used + 1 < sizeof plain; i++) {
        if (text[i] == ']' && text[i + 1] == '(')
            i += strcspn(text + i, ")");
        else if (!strchr("`[", text[i]))
            plain[used++] = text[i] == '\n' ? ' ' : text[i];
    }
    plain[used] = '\0';
    json_text(to, NULL, plain);
}

/* What stands after the next "1. ", or NULL. */
static const char *next_question(const char *text)
{
    const char *number = text ? strstr(text, ". ") : NULL;

    return number ? number + strlen(". ") : NULL;
}

/* A question ends before the line that begins with the next number. */
static const char *question_end(const char *text)
{
    const char *end = text + strcspn(text, "\n");

    while (*end && end[1] && !(end[1] >= '1' && end[1] <= '9'))
        end += 1 + strcspn(end + 1, "\n");
    return end;
}

static void put_questions(struct json_writer *to, const char *text)
{
    const char *at = next_question(strstr(text, "\n## Questions\n"));

    while (at) {
        const char *end = question_end(at);
        put_question(to, at, (size_t)(end - at));
        at = next_question(end);
    }
}

void gather_handouts(struct json_writer *to, const struct comparison *v)
{
    char folder[PATH_MAX] = "", path[PATH_MAX + 64];
    ssize_t n = readlink("/proc/self/exe", folder, sizeof folder - 1);

    json_list(to, "handouts");
    for (size_t i = 0; n > 0 && i < v->n_targets; i++) {
        const struct model *m = model_find(v->targets[i].name);
        if (!m || m->parent)
            continue;
        snprintf(path, sizeof path, "%.*s/../%s/README.md",
                 (int)(strrchr(folder, '/') - folder), folder, m->name);
        char *text = access(path, R_OK) == 0 ? file_read(path) : NULL;
        if (!text)
            continue;
        json_object(to, NULL);
        json_text(to, "server", m->name);
        json_list(to, "questions");
        put_questions(to, text);
        json_close(to);
        json_close(to);
        free(text);
    }
    json_close(to);
}
