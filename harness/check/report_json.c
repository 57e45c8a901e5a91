/*
 * report_json.c: what `muxlab check --format json` prints: one object, written
 * member by member as the probes end.
 */
#include "check/report.h"

#include "lib/deadline.h"
#include "lib/json.h"

#include <math.h>
#include <stdio.h>

static struct json_writer writer = { .lines = 2 };

static void begin(const struct suite *suite)
{
    writer.to = suite->to;
    json_report(&writer, "check", 1);
    json_text(&writer, "target", suite->target.name);
    json_list(&writer, "probes");
}

static void write_failure(struct json_writer *to, const struct trial *t)
{
    json_list(to, "steps");
    for (size_t i = 0; i < t->n_steps; i++)
        json_text(to, NULL, t->steps[i]);
    json_close(to);
    json_text(to, "expected", t->expected);
    json_text(to, "came", t->came);
    json_text(to, "stderr", t->last_line);
    json_text(to, "usual", report_usual(t));
    json_text(to, "see", t->probe->see);
}

void report_json_trial(struct json_writer *to, int rung, const struct trial *t)
{
    json_object(to, NULL);
    json_text(to, "name", t->probe->name);
    json_text(to, "rung", suite_rungs[rung].name);
    json_text(to, "verdict", report_verdict(t->verdict));
    json_text(to, "sentence", report_sentence(t));
    json_number(to, "seconds", round(t->seconds * 1000) / 1000);
    if (t->patience > 0)
        json_number(to, "patience_seconds", t->patience * deadline_scale);
    if (t->verdict == FAILED)
        write_failure(to, t);
    json_close(to);
}

static void write_trial(const struct suite *suite, int rung,
                        const struct trial *t)
{
    if (!writer.to)
        begin(suite);
    report_json_trial(&writer, rung, t);
    fflush(suite->to);
}

static void write_score(const struct suite *suite)
{
    const struct score *score = &suite->score;

    json_close(&writer);
    json_list(&writer, "rungs");
    for (int i = 0; i < RUNGS; i++) {
        json_object(&writer, NULL);
        json_text(&writer, "name", suite_rungs[i].name);
        json_number(&writer, "held", score->held[i]);
        json_number(&writer, "of", score->of[i]);
        json_close(&writer);
    }
    json_close(&writer);
    json_number(&writer, "score", score_held(score));
    json_number(&writer, "of", score_of(score));
    json_close(&writer);
}

const struct report report_json = {
    .name = "json", .trial = write_trial, .score = write_score
};
