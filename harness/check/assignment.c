/*
 * assignment.c: what is asked of each submission of a class.
 */
#include "check/assignment.h"

#include "check/suite.h"
#include "client/pattern.h"
#include "lib/hash.h"
#include "lib/parse.h"
#include "lib/text.h"

#include <err.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Everything after a text's first word and the blanks behind it, which are
 * cut off. */
static char *split(char *text)
{
    char *rest = text + strcspn(text, " \t");

    if (*rest)
        *rest++ = '\0';
    return rest + strspn(rest, " \t");
}

/* Is the probe asked of this assignment's servers? */
static bool fits(const struct assignment *a, const struct probe *p)
{
    return (a->profile == -1 || (int)p->asked <= a->profile)
        && suite_suits(p, (enum transport)a->by,
                       (enum pattern_reply)a->reply);
}

/* Is it the name of a probe that this assignment's servers are asked (NULL: any
 * servers are), or of a rung with such a probe? */
static bool is_asked(const struct assignment *a, const char *name)
{
    for (int i = 0; i < RUNGS; i++) {
        bool all = strcasecmp(suite_rungs[i].name, name) == 0;

        for (const struct probe *p = suite_rungs[i].probes; p->name; p++)
            if ((all || strcasecmp(p->name, name) == 0)
                && (!a || fits(a, p)))
                return true;
    }
    return false;
}

static int take_points(struct assignment *a, const char *where, char *value)
{
    const char *name = split(value);
    double points = parse_decimal(where, value, 1e6);

    if (points <= 0)
        return -1;
    if (!is_asked(NULL, name)) {
        warnx("%s '%s': must be a probe or a rung; see muxlab check --list",
              where, text_word(name));
        return -1;
    }
    a->names[a->n_points] = name;
    a->points[a->n_points++] = points;
    return 0;
}

/* In the order of enum transport. */
static const char *const transports[] = { "tcp", "udp", "unix", NULL };

static int take(struct assignment *a, const char *where, const char *key,
                char *value)
{
    static const char *const keys[] = { "title", "profile", "reply", "build",
        "run", "memory", "requires", "points", "by", NULL };

    if (a->n_points == ASSIGNMENT_ROWS || a->n_calls == ASSIGNMENT_ROWS) {
        warnx("%s: too many lines", where);
        return -1;
    }
    switch (parse_choice(where, key, keys)) {
    case 0: a->title = value; return 0;
    case 1: return a->profile = parse_choice(where, value, score_profiles);
    case 2: return a->reply = parse_choice(where, value, pattern_replies);
    case 3: a->build = value; return 0;
    case 4: a->run = value; return 0;
    case 5: return a->memory = (int)parse_number(where, value, 0, 1 << 20);
    case 6: a->calls[a->n_calls++] = value; return 0;
    case 7: return take_points(a, where, value);
    case 8: return a->by = parse_choice(where, value, transports);
    default: return -1;
    }
}

/* Returns -1 after one line that says what is wrong. */
static int take_line(struct assignment *a, const char *where, char *line)
{
    size_t length = strlen(line);

    while (length > 0 && strchr(" \t\r", line[length - 1]))
        line[--length] = '\0';
    line += strspn(line, " \t");
    if (*line == '\0' || *line == '#')
        return 0;
    char *value = split(line);
    if (*value)
        return take(a, where, line, value);
    warnx("%s '%s': the value is missing", where, text_word(line));
    return -1;
}

/* The whole file, or NULL after one line. */
static char *read_text(const char *path)
{
    FILE *f = fopen(path, "re");
    char *text = NULL;
    size_t size = 0;

    if (f && getdelim(&text, &size, '\0', f) == -1) {
        free(text);
        text = ferror(f) ? NULL : strdup("");
    }
    if (!text)
        warn("%s", text_path(path));
    if (f)
        fclose(f);
    return text;
}

/* With UDP no profile is allowed, and the reply is same or upper; {path} is for
 * unix alone. Returns -1 after one line that says what does not fit. */
static int agree(const struct assignment *a, const char *path)
{
    bool echoes = a->reply == REPLY_SAME || a->reply == REPLY_UPPER;
    bool has_path = a->run && strstr(a->run, "{path}");
    const char *wrong = NULL;

    if (a->run && has_path != (a->by == BY_UNIX))
        wrong = has_path ? "run with {path}" : "run without {path}";
    else if (a->by == BY_UDP && (a->profile != -1 || !echoes))
        wrong = echoes ? "profile" : "reply";
    if (wrong)
        warnx("%s: '%s' and 'by %s' exclude each other",
              text_path(path), wrong, transports[a->by]);
    return wrong ? -1 : 0;
}

/* Can all points be earned? Returns -1 after one line about those that
 * cannot. */
static int check_points(const struct assignment *a, const char *path)
{
    for (int i = 0; i < a->n_points; i++)
        if (!is_asked(a, a->names[i])) {
            warnx("%s: points for '%s', which is not asked of such a server",
                  text_path(path), a->names[i]);
            return -1;
        }
    return 0;
}

int assignment_read(struct assignment *a, const char *path)
{
    char where[PATH_MAX + 20];
    int number = 0;

    *a = (struct assignment){ .profile = -1, .memory = 8192 };
    a->text = path ? read_text(path) : strdup("");
    if (!a->text)
        return -1;
    a->hash = hash_text(HASH_START, a->text);
    for (char *rest = a->text, *line; (line = strsep(&rest, "\n"));) {
        snprintf(where, sizeof where, "%s: line %d",
                 text_path(path ? path : ""), ++number);
        if (take_line(a, where, line) == -1)
            return -1;
    }
    return agree(a, path) == 0 ? check_points(a, path) : -1;
}

double assignment_points(const struct assignment *a, const char *name)
{
    for (int i = 0; i < a->n_points; i++)
        if (strcasecmp(a->names[i], name) == 0)
            return a->points[i];
    return -1;
}

bool assignment_counts(const struct assignment *a, const char *rung,
                       const char *probe)
{
    return a->n_points == 0 || assignment_points(a, probe) > 0
        || assignment_points(a, rung) > 0;
}
