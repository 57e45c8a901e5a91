/*
 * grade_class.c: the submissions of a class, and which of them are due.
 */
#include "check/grade.h"

#include "lib/hash.h"
#include "lib/text.h"

#include <dirent.h>
#include <err.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* The whole file, NULL if it cannot be read. */
static char *read_file(const char *path)
{
    FILE *f = fopen(path, "re");
    char *text = NULL;
    size_t size = 0;

    if (f && getdelim(&text, &size, '\0', f) == -1) {
        free(text);
        text = NULL;
    }
    if (f)
        fclose(f);
    return text;
}

static struct json *read_result(const struct grade *g, const char *name)
{
    char path[2 * PATH_MAX];

    snprintf(path, sizeof path, "%s/%s/result.json", g->out, name);
    char *text = read_file(path);
    struct json *result = text ? json_read(text) : NULL;
    free(text);
    return result;
}

/* A hash of muxlab itself: another one may grade in another way. */
static uint64_t hash_muxlab(void)
{
    static uint64_t hash;
    char bytes[65536];
    FILE *f = hash ? NULL : fopen("/proc/self/exe", "re");

    if (!f)
        return hash;
    hash = HASH_START;
    for (size_t n; (n = fread(bytes, 1, sizeof bytes, f)) > 0;)
        hash = hash_bytes(hash, bytes, n);
    fclose(f);
    return hash;
}

uint64_t grade_key(const struct grade *g, const struct submission *s)
{
    uint64_t parts[] = { hash_muxlab(), g->assignment.hash, s->sources,
                         (uint64_t)g->seed };

    return hash_bytes(HASH_START, parts, sizeof parts);
}

static int is_visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

/* Plain files beside the submissions are not submissions; nor are results. */
static void add(struct grade *g, const char *name)
{
    char path[2 * PATH_MAX];
    struct submission *s = &g->submissions[g->n];
    struct stat file;

    snprintf(path, sizeof path, "%s/%s", g->folder, name);
    if (lstat(path, &file) == -1 || !S_ISDIR(file.st_mode)
        || strcmp(path, g->out) == 0)
        return;
    *s = (struct submission){ .due = false };
    snprintf(s->name, sizeof s->name, "%s", name);
    grade_copy(path, NULL, 0, 0, &s->sources);
    s->result = read_result(g, name);
    g->n++;
}

int grade_list(struct grade *g)
{
    struct dirent **entries;
    int n = scandir(g->folder, &entries, is_visible, by_name);

    if (n < 0) {
        warn("%s", text_path(g->folder));
        return -1;
    }
    g->submissions = calloc((size_t)n + 1, sizeof *g->submissions);
    for (int i = 0; i < n; i++) {
        if (g->submissions)
            add(g, entries[i]->d_name);
        free(entries[i]);
    }
    free(entries);
    if (g->n > 0)
        return 0;
    warnx("%s: no folder is in it, and so no submission",
          text_path(g->folder));
    return -1;
}

static bool is_current(const struct grade *g, const struct submission *s)
{
    char key[20];

    snprintf(key, sizeof key, "%016llx", (unsigned long long)grade_key(g, s));
    return strcmp(json_text_of(s->result, "key"), key) == 0;
}

/* Anything but the full score. */
static bool has_failed(const struct submission *s)
{
    return !(json_number_of(s->result, "score")
             >= json_number_of(s->result, "of"));
}

static bool is_due(const struct grade *g, const struct submission *s,
                   const char *again)
{
    if (!again)
        return !s->result || !is_current(g, s);
    if (strcmp(again, "missing") == 0)
        return !s->result;
    if (strcmp(again, "failed") == 0)
        return s->result && has_failed(s);
    return strcmp(again, s->name) == 0;
}

int grade_choose(struct grade *g, const char *again)
{
    int due = 0;

    for (size_t i = 0; i < g->n; i++) {
        g->submissions[i].due = is_due(g, &g->submissions[i], again);
        due += g->submissions[i].due;
    }
    if (due > 0 || !again || strcmp(again, "missing") == 0
        || strcmp(again, "failed") == 0)
        return due;
    warnx("grade: --again: there is no submission '%s'",
          text_word(again));
    return -1;
}
