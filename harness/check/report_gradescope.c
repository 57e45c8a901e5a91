/*
 * report_gradescope.c: what `muxlab check --format gradescope` prints: the
 * results.json that an autograder of Gradescope leaves. A probe is a point; one
 * that was skipped is none.
 */
#include "check/report.h"

#include "lib/deadline.h"
#include "lib/json.h"

#include <stdio.h>
#include <stdlib.h>

static struct json_writer writer = { .lines = 2 };
static int n;                   /* probes so far */

static void begin(FILE *to)
{
    writer.to = to;
    json_object(&writer, NULL);
    json_text(&writer, "visibility", "visible");
    json_list(&writer, "tests");
}

static void end(double score, double seconds, const char *output)
{
    json_close(&writer);
    json_number(&writer, "score", score);
    json_number(&writer, "execution_time", seconds);
    json_text(&writer, "output", output);
    json_close(&writer);
}

static void put_trial(const struct suite *suite, int rung,
                      const struct trial *t)
{
    char number[12], *how = t->verdict == FAILED ? report_failure_text(t)
                                                 : NULL;
    bool good = t->verdict == HELD || t->verdict == SKIPPED;

    if (n++ == 0)
        begin(suite->to);
    snprintf(number, sizeof number, "%d", n);
    json_object(&writer, NULL);
    json_text(&writer, "name", t->probe->name);
    json_text(&writer, "number", number);
    json_number(&writer, "score", t->verdict == HELD);
    json_number(&writer, "max_score", t->verdict != SKIPPED);
    json_text(&writer, "status", good ? "passed" : "failed");
    json_text(&writer, "output", how ? how : report_sentence(t));
    json_list(&writer, "tags");
    json_text(&writer, NULL, suite_rungs[rung].name);
    json_close(&writer);
    json_text(&writer, "visibility", "visible");
    json_close(&writer);
    free(how);
}

static void put_score(const struct suite *suite)
{
    double seconds = (double)(deadline_now() - suite->began) / 1e9;
    char *summary = report_summary_text(suite);

    end(score_held(&suite->score), (int)(seconds + 0.5),
        summary ? summary : "");
    free(summary);
}

static void put_none(const struct suite *suite, const char *why)
{
    if (n == 0)
        begin(suite->to);
    end(0, 0, why);
}

static void put_unfinished(FILE *to)
{
    begin(to);
    end(0, 0, "grading did not finish");
}

const struct report report_gradescope = {
    .name = "gradescope", .trial = put_trial, .score = put_score,
    .none = put_none, .unfinished = put_unfinished
};
