/*
 * grade_feedback.c: the files of one submission: result.json, feedback.txt for
 * the student, build.txt and stderr.txt.
 */
#include "check/grade.h"

#include "lib/atomic_file.h"
#include "lib/text.h"

#include <err.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { KEPT = 65536, COLUMNS = 78 };

/* ---- feedback.txt -------------------------------------------------------- */

static void print_wrapped(FILE *to, const char *label, const char *value)
{
    size_t size = strlen(label) + strlen(value) + 3;
    char *line = *value ? malloc(size) : NULL;

    if (!line)
        return;
    snprintf(line, size, "%s: %s", label, value);
    text_wrap(to, line, 4, COLUMNS);
    free(line);
}

static void print_list(FILE *to, const struct json *list, bool numbered)
{
    int i = 0;

    for (const struct json *m = list ? list->first : NULL; m; m = m->next)
        if (numbered)
            fprintf(to, "      %d. %s\n", ++i, m->text);
        else
            fprintf(to, "    %s\n", m->text);
}

static void print_failure(FILE *to, const struct json *probe)
{
    bool failed = strcmp(json_text_of(probe, "verdict"), "failed") == 0;

    fprintf(to, "\n  %s: %s\n", json_text_of(probe, "name"),
            json_text_of(probe, failed ? "verdict" : "sentence"));
    if (!failed)
        return;
    print_wrapped(to, "asked", json_text_of(probe, "sentence"));
    print_list(to, json_member(probe, "steps", JSON_LIST), true);
    print_wrapped(to, "expected", json_text_of(probe, "expected"));
    print_wrapped(to, "came", json_text_of(probe, "came"));
    print_wrapped(to, "its stderr", json_text_of(probe, "stderr"));
    print_wrapped(to, "what usually causes this",
                  json_text_of(probe, "usual"));
}

static void print_probes(FILE *to, const struct json *probes)
{
    for (const struct json *p = probes->first; p; p = p->next)
        if (json_number_of(p, "of") > 0
            && strcmp(json_text_of(p, "verdict"), "held") != 0)
            print_failure(to, p);
}

/* The score, or how far it came. */
static void print_head(FILE *to, const struct grade *g, const struct json *r)
{
    double score = json_number_of(r, "score");

    if (g->assignment.title)
        fprintf(to, "%s\n", g->assignment.title);
    fprintf(to, "%s: ", json_text_of(r, "name"));
    if (isnan(score))
        fprintf(to, "%s\n", json_text_of(r, "status"));
    else
        fprintf(to, "%.4g of %.4g\n", score, json_number_of(r, "of"));
    print_wrapped(to, "why", json_text_of(r, "why"));
    print_wrapped(to, "note", json_text_of(r, "note"));
}

static void print_feedback(FILE *to, const struct grade *g,
                           const struct json *r)
{
    const struct json *probes = json_member(r, "probes", JSON_LIST);
    const struct json *build = json_member(r, "build", JSON_LIST);

    print_head(to, g, r);
    if (build)
        fprintf(to, "\nThe first lines of what the build printed:\n\n");
    print_list(to, build, false);
    if (probes)
        print_probes(to, probes);
}

/* ---- the files ----------------------------------------------------------- */

static void copy_part(FILE *to, int log, off_t from, off_t size)
{
    char bytes[4096];

    while (size > 0) {
        size_t most = size < (off_t)sizeof bytes ? (size_t)size : sizeof bytes;
        ssize_t n = pread(log, bytes, most, from);

        if (n <= 0)
            return;
        fwrite(bytes, 1, (size_t)n, to);
        from += n;
        size -= n;
    }
}

/* A log's first and last KEPT bytes. */
static void print_log(FILE *to, int log)
{
    struct stat s;
    char count[TEXT_NUMBER];

    if (fstat(log, &s) == -1)
        return;
    if (s.st_size <= 2 * KEPT) {
        copy_part(to, log, 0, s.st_size);
        return;
    }
    copy_part(to, log, 0, KEPT);
    fprintf(to, "\n[... %s bytes left out ...]\n",
            text_count(count, sizeof count,
                       (unsigned long long)(s.st_size - 2 * KEPT)));
    copy_part(to, log, s.st_size - KEPT, KEPT);
}

static FILE *open_file(const struct grade *g, const struct submission *s,
                       const char *name, char path[PATH_MAX])
{
    if (snprintf(path, PATH_MAX, "%s/%s/%s", g->out, s->name, name)
        < PATH_MAX)
        return atomic_file_open(path);
    warnx("%s: its name is too long", text_word(s->name));
    return NULL;
}

static int write_log(const struct grade *g, const struct submission *s,
                     const char *name, int log)
{
    char path[PATH_MAX];
    FILE *f = open_file(g, s, name, path);

    if (!f)
        return -1;
    print_log(f, log);
    return atomic_file_close(f, path);
}

static int write_feedback(const struct grade *g, const struct submission *s)
{
    char path[PATH_MAX];
    FILE *f = open_file(g, s, "feedback.txt", path);

    if (!f)
        return -1;
    print_feedback(f, g, s->result);
    return atomic_file_close(f, path);
}

static int write_result(const struct grade *g, const struct submission *s,
                        const char *text)
{
    char path[PATH_MAX];
    FILE *f = open_file(g, s, "result.json", path);

    if (!f)
        return -1;
    fputs(text, f);
    return atomic_file_close(f, path);
}

static int make_folder(const struct grade *g, const struct submission *s)
{
    char path[PATH_MAX];

    if (snprintf(path, sizeof path, "%s/%s", g->out, s->name)
        >= (int)sizeof path)
        errno = ENAMETOOLONG;
    else if (mkdir(path, 0755) == 0 || errno == EEXIST)
        return 0;
    warn("%s", text_word(s->name));
    return -1;
}

/* result.json comes last: where there is one, all is there. */
int grade_result_write(const struct grade *g, const struct grade_job *job,
                       const struct json *report)
{
    struct submission *s = job->submission;
    char *text = grade_result_text(g, job, report);
    int result = -1;

    json_free(s->result);
    s->result = text ? json_read(text) : NULL;
    if (!s->result)
        warnx("%s: no memory for its result", text_word(s->name));
    else if (make_folder(g, s) == 0 && write_feedback(g, s) == 0
             && write_log(g, s, "build.txt", job->build) == 0
             && write_log(g, s, "stderr.txt", job->messages) == 0)
        result = write_result(g, s, text);
    free(text);
    return result;
}
