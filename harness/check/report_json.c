/*
 * report_json.c: what `muxlab check --json` prints: one object, written member
 * by member as the probes end.
 */
#include "check/report.h"

#include "lib/json.h"

#include <math.h>
#include <stdio.h>

static struct json_writer writer = { .lines = 2 };

static void no_progress(const struct probe *probe)
{
    (void)probe;
}

static void begin(const struct suite *suite)
{
    writer.to = stdout;
    json_report(&writer, "check", 1);
    json_text(&writer, "target", suite->target.name);
    json_list(&writer, "probes");
}

static void write_failure(const struct trial *t)
{
    json_list(&writer, "steps");
    for (size_t i = 0; i < t->n_steps; i++)
        json_text(&writer, NULL, t->steps[i]);
    json_close(&writer);
    json_text(&writer, "expected", t->expected);
    json_text(&writer, "came", t->came);
    json_text(&writer, "stderr", t->last_line);
    json_text(&writer, "usual", t->probe->usual);
    json_text(&writer, "see", t->probe->see);
}

static void write_trial(const struct suite *suite, int rung,
                        const struct trial *t)
{
    if (!writer.to)
        begin(suite);
    json_object(&writer, NULL);
    json_text(&writer, "name", t->probe->name);
    json_text(&writer, "rung", suite_rungs[rung].name);
    json_text(&writer, "verdict", report_verdict(t->verdict));
    json_text(&writer, "sentence", report_sentence(t));
    json_number(&writer, "seconds", round(t->seconds * 1000) / 1000);
    if (t->verdict == FAILED)
        write_failure(t);
    json_close(&writer);
    fflush(stdout);
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

const struct report report_json = { no_progress, write_trial, write_score };
