/*
 * questions.c: the list of all questions, section after section.
 */
#include "compare/questions.h"

#include "lib/text.h"
#include "load/machine.h"

#include <stdio.h>
#include <string.h>

enum { SPARE_FILES = 64 };      /* besides those of the idle clients */

static const struct section {
    const char *title;
    const struct question *table;
} sections[] = {
    { "Waiting", questions_waiting },
    { "Counts, not times", questions_counts },
    { "Rates", questions_rates },
    { "At rest", questions_at_rest },
};

enum { SECTIONS = sizeof sections / sizeof *sections };

const struct question *question_at(size_t place)
{
    for (size_t i = 0; i < SECTIONS; i++)
        for (const struct question *q = sections[i].table; q->key; q++)
            if (place-- == 0)
                return q;
    return NULL;
}

const char *question_section(const struct question *q)
{
    for (size_t i = 0; i < SECTIONS; i++)
        for (const struct question *one = sections[i].table; one->key; one++)
            if (one == q)
                return sections[i].title;
    return "Points of curves";
}

const struct question *question_find(const char *key)
{
    const struct question *q;

    for (size_t i = 0; (q = question_at(i)); i++)
        if (strcmp(q->key, key) == 0)
            break;
    return q;
}

size_t question_idle(const struct question *q, const struct machine *m)
{
    size_t files = (size_t)m->files;
    size_t room = files > SPARE_FILES ? files - SPARE_FILES : 0;

    return q->idle < room ? q->idle : room;
}

const char *question_name(const struct question *q, const struct machine *m)
{
    static char name[100];
    const char *hole = strstr(q->label, "{idle}");
    char idle[TEXT_NUMBER];

    if (!hole)
        return q->label;
    text_count(idle, sizeof idle, question_idle(q, m));
    snprintf(name, sizeof name, "%.*s%s%s", (int)(hole - q->label), q->label,
             idle, hole + strlen("{idle}"));
    return name;
}

const char *question_label(const struct question *q, const struct machine *m)
{
    static char label[120];

    snprintf(label, sizeof label, "%s, %s", question_name(q, m), q->unit);
    return label;
}
