/*
 * questions.c: the list of all questions, section after section.
 */
#include "compare/questions.h"

#include "lib/text.h"
#include "load/machine.h"

#include <stdio.h>
#include <string.h>

enum { SPARE_FILES = 64 };      /* besides those of the idle clients */

static const struct question *const sections[] = {
    questions_waiting, questions_counts, questions_rates, questions_limits
};

const struct question *question_at(size_t place)
{
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++)
        for (const struct question *q = sections[i]; q->key; q++)
            if (place-- == 0)
                return q;
    return NULL;
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

const char *question_label(const struct question *q, const struct machine *m)
{
    static char label[120];
    const char *hole = strstr(q->label, "{idle}");
    char idle[TEXT_NUMBER];

    text_count(idle, sizeof idle, question_idle(q, m));
    if (hole)
        snprintf(label, sizeof label, "%.*s%s%s, %s", (int)(hole - q->label),
                 q->label, idle, hole + strlen("{idle}"), q->unit);
    else
        snprintf(label, sizeof label, "%s, %s", q->label, q->unit);
    return label;
}
