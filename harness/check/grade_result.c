/*
 * grade_result.c: what came of one submission, as JSON.
 */
#include "check/grade.h"

#include "check/suite.h"

#include <math.h>
#include <string.h>
#include <unistd.h>

enum { BUILD_LINES = 40 };

/* One submission's report from the suite, and what it was worth. */
struct marks {
    const struct assignment *assignment;
    const struct json *probes, *again;  /* NULL: not asked; not again */
    double score[RUNGS], of[RUNGS];
};

static bool says(const struct json *object, const char *name, const char *text)
{
    return strcmp(json_text_of(object, name), text) == 0;
}

static const struct json *probes_of(const struct json *report)
{
    return report ? json_member(report, "probes", JSON_LIST) : NULL;
}

/* What came of the probe in the end. */
static const struct json *last_word(const struct marks *m,
                                    const struct json *probe)
{
    if (m->again)
        for (const struct json *p = m->again->first; p; p = p->next)
            if (says(p, "name", json_text_of(probe, "name")))
                return p;
    return probe;
}

static bool is_counted(const struct marks *m, const struct json *probe)
{
    return !says(last_word(m, probe), "verdict", "skipped");
}

/* The points of a rung are shared by its probes that count and have none of
 * their own. */
static double worth(const struct marks *m, const struct json *probe)
{
    const struct assignment *a = m->assignment;
    const char *rung = json_text_of(probe, "rung");
    double own = assignment_points(a, json_text_of(probe, "name"));
    double shared = assignment_points(a, rung);
    int sharers = 0;

    if (!is_counted(m, probe))
        return 0;
    if (a->n_points == 0)
        return 1;
    if (own >= 0 || shared < 0)
        return fmax(own, 0);
    for (const struct json *p = m->probes->first; p; p = p->next)
        sharers += says(p, "rung", rung) && is_counted(m, p)
            && assignment_points(a, json_text_of(p, "name")) < 0;
    return shared / sharers;
}

static int rung_of(const struct json *probe)
{
    int i = RUNGS - 1;

    while (i > 0 && !says(probe, "rung", suite_rungs[i].name))
        i--;
    return i;
}

static void write_probe(struct json_writer *w, struct marks *m,
                        const struct json *probe, bool void_score)
{
    const struct json *last = last_word(m, probe);
    double of = worth(m, probe);
    double points = says(last, "verdict", "held") && !void_score ? of : 0;

    m->score[rung_of(probe)] += points;
    m->of[rung_of(probe)] += of;
    json_object(w, NULL);
    for (const struct json *member = last->first; member; member = member->next)
        json_value(w, member->name, member);
    json_number(w, "points", points);
    json_number(w, "of", of);
    json_bool(w, "asked_again", last != probe);
    json_close(w);
}

static void write_marks(struct json_writer *w, struct marks *m,
                        bool void_score)
{
    double score = 0, of = 0;

    json_list(w, "probes");
    for (const struct json *p = m->probes->first; p; p = p->next)
        write_probe(w, m, p, void_score);
    json_close(w);
    json_list(w, "rungs");
    for (int i = 0; i < RUNGS; i++) {
        json_object(w, NULL);
        json_text(w, "name", suite_rungs[i].name);
        json_number(w, "score", m->score[i]);
        json_number(w, "of", m->of[i]);
        json_close(w);
        score += m->score[i];
        of += m->of[i];
    }
    json_close(w);
    json_number(w, "score", score);
    json_number(w, "of", of);
}

/* The first lines of what the build printed. */
static void write_build(struct json_writer *w, int log)
{
    char text[16384];
    ssize_t n = pread(log, text, sizeof text - 1, 0);
    char *rest = text;

    text[n > 0 ? n : 0] = '\0';
    for (char *tab = text; (tab = strchr(tab, '\t'));)
        *tab = ' ';
    json_list(w, "build");
    for (int i = 0; i < BUILD_LINES && rest && *rest; i++)
        json_text(w, NULL, strsep(&rest, "\n"));
    json_close(w);
}

static void write_hash(struct json_writer *w, const char *name, uint64_t hash)
{
    char digits[20];

    snprintf(digits, sizeof digits, "%016llx", (unsigned long long)hash);
    json_text(w, name, digits);
}

static const char *status_text(enum grade_status status)
{
    static const char *const words[] = {
        [GRADE_UNFINISHED] = "not graded", [GRADE_DONE] = "graded",
        [GRADE_TOO_LARGE] = "too large", [GRADE_NO_PROGRAM] = "no program",
        [GRADE_NO_BUILD] = "no build", [GRADE_NO_START] = "does not start",
        [GRADE_LATE] = "time was up"
    };

    return words[status];
}

char *grade_result_text(const struct grade *g, const struct grade_job *job,
                        const struct json *report)
{
    const struct submission *s = job->submission;
    const struct grade_outcome *o = job->outcome;
    struct marks m = { .assignment = &g->assignment,
        .probes = probes_of(job->first ? job->first : report),
        .again = job->first ? probes_of(report) : NULL };
    char *text = NULL;
    size_t size;
    struct json_writer w = { .to = open_memstream(&text, &size), .lines = 2 };

    if (!w.to)
        return NULL;
    json_report(&w, "grade", 1);
    json_text(&w, "name", s->name);
    json_text(&w, "status", status_text(o->status));
    json_text(&w, "why", o->why);
    json_text(&w, "note", o->note);
    json_number(&w, "seconds", job->seconds);
    json_number(&w, "seed", g->seed);
    write_hash(&w, "sources", s->sources);
    write_hash(&w, "key", grade_key(g, s));
    if (o->status == GRADE_NO_BUILD)
        write_build(&w, job->build);
    if (m.probes)
        write_marks(&w, &m, o->void_score);
    json_close(&w);
    return fclose(w.to) == 0 ? text : NULL;
}

int grade_result_doubtful(const struct json *report, const char **names,
                          int most)
{
    const struct json *probes = probes_of(report);
    int n = 0;

    for (const struct json *p = probes ? probes->first : NULL; p; p = p->next)
        if (says(p, "verdict", "failed") || says(p, "verdict", "not run")) {
            if (n == most)
                return 0;
            names[n++] = json_text_of(p, "name");
        }
    return n;
}
