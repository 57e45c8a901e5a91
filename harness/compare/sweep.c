/*
 * sweep.c: one question over a range.
 */
#include "compare/sweep.h"

#include "compare/comparison.h"
#include "lib/parse.h"
#include "lib/text.h"

#include <err.h>
#include <string.h>

enum { POINTS = 32 };

#define FIELD(name) offsetof(struct question, name)

static const struct axis axes[] = {
    {
        .name = "idle", .field = FIELD(idle), .most = 1000000,
        .label = "10 active among {idle} idle",
        .claim = "%s idle clients",
        .up = "messages a second",
        .below = "idle clients beside the ten",
    }, {
        .name = "clients", .field = FIELD(clients), .least = 1, .most = 100000,
        .label = "Clients that talk: %s",
        .claim = "%s clients that talk",
        .up = "messages a second",
        .below = "clients",
    }, {
        .name = "size", .field = FIELD(size), .least = 1, .most = 1 << 24,
        .label = "10 active, messages of %s B",
        .claim = "Messages of %s bytes",
        .up = "messages a second",
        .below = "bytes a message",
    }, {
        .name = "depth", .field = FIELD(depth), .least = 1, .most = 10000,
        .label = "10 active, messages under way each: %s",
        .claim = "%s messages under way",
        .up = "messages a second",
        .below = "messages under way, each client",
    },
};

static struct question points[POINTS];
static char keys[POINTS][32];
static char labels[POINTS][100];
static size_t n_points;
static double last_point = -1;

const struct axis *sweep_axis(const char *name)
{
    for (size_t i = 0; i < sizeof axes / sizeof *axes; i++)
        if (strcmp(name, axes[i].name) == 0)
            return &axes[i];
    return NULL;
}

/* A copy of the question, with one thing about the clients changed. */
static struct question *add_point(const char *key, const struct axis *axis,
                                  size_t value)
{
    struct question *q = &points[n_points];

    *q = *question_find(key);
    memcpy((char *)q + axis->field, &value, sizeof value);
    q->key = keys[n_points++];
    return q;
}

static void add_row(const struct axis *axis, size_t value)
{
    struct question *q = add_point("active-0", axis, value);
    size_t i = n_points - 1;
    char number[TEXT_NUMBER];

    q->label = labels[i];
    q->apart = "{most} answers more than {least}: {verdict}.";
    snprintf(keys[i], sizeof keys[0], "%s=%zu", axis->name, value);
    text_count(number, sizeof number, value);
    snprintf(labels[i], sizeof labels[0], axis->label, number);
    if (axis->field == FIELD(idle) && value == 0)
        strcpy(labels[i], "10 active, none idle");
    if (axis->field == FIELD(idle) && points[0].idle == 0 && i > 0) {
        q->base = points[0].key;
        q->trend = "Of its figure without idle clients {most} keeps {most=}, "
                   "{least} {least=}.";
    }
}

const struct question *sweep_idle(const char *key, size_t idle, int life)
{
    struct question *q = add_point(key, &axes[0], idle);

    snprintf(keys[q - points], sizeof keys[0], "%.*s-%zu",
             (int)strcspn(key, "-"), key, idle);
    q->life = life;
    return q;
}

/* One number of the list, which must be above the one before. -1, after one
 * line: it is not. */
static long read_point(const struct axis *axis, const char *text)
{
    long value;

    if (!*text) {
        warnx("--sweep: empty value");
        return -1;
    }
    value = parse_number(axis->name, text, (long)axis->least, (long)axis->most);
    if (value != -1 && (double)value <= last_point) {
        warnx("--sweep: values must increase: %ld after %.0f", value,
              last_point);
        return -1;
    }
    return value;
}

/* Numbers that increase, with commas between them. */
static int read_points(const struct axis *axis, const char *list)
{
    do {
        char number[16];
        size_t length = strcspn(list, ",");
        snprintf(number, sizeof number, "%.*s", (int)length, list);
        long value = read_point(axis, number);
        if (value == -1)
            return -1;
        if (n_points == POINTS) {
            warnx("--sweep: more than %d points", POINTS);
            return -1;
        }
        add_row(axis, (size_t)value);
        last_point = (double)value;
        list += length + 1;
    } while (list[-1]);
    return 0;
}

int sweep_read(struct comparison *v, const char *text)
{
    char name[16];
    size_t length = strcspn(text, "=");

    if (n_points > 0) {
        warnx("--sweep: one is enough");
        return -1;
    }
    snprintf(name, sizeof name, "%.*s", (int)length, text);
    v->axis = sweep_axis(name);
    if (!v->axis || !text[length]) {
        warnx("--sweep %s: needs NAME=V,V,... like idle=0,10,100; NAME is "
              "idle, clients, size or depth", text_word(text));
        return -1;
    }
    if (read_points(v->axis, text + length + 1) == -1)
        return -1;
    while (v->n_asked < n_points) {
        v->asked[v->n_asked] = &points[v->n_asked];
        v->n_asked++;
    }
    return 0;
}

double sweep_place(const struct comparison *v, const struct question *q)
{
    size_t value = question_idle(q, &v->machine);

    if (v->axis && v->axis->field != FIELD(idle))
        memcpy(&value, (const char *)q + v->axis->field, sizeof value);
    return (double)value;
}
