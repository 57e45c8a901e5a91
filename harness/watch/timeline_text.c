/*
 * timeline_text.c: the bands in a terminal.
 */
#include "watch/timeline.h"

#include "server/models.h"
#include "lib/text.h"

#include <string.h>

enum { LABEL = 10, WORDS_LEAST = 5 };

/* How a bar is filled: in ASCII, in UTF-8, and for the legend. */
static const struct fill {
    const char *ascii, *utf8, *what;
} fills[] = {
    [LOOK_NOTHING] = { " ", " ", NULL },
    [LOOK_RUNNING] = { "#", "\u2588", "runs" },
    [LOOK_ASLEEP] = { ".", "\u00b7", "asleep" },
    [LOOK_VAIN] = { "%", "\u259a", "asks in vain" },
    [LOOK_SILENT] = { "-", "\u2500", "client says nothing" },
    [LOOK_WAITING] = { "=", "\u2592", "waits for its answer" },
    [LOOK_DEAF] = { "~", "\u2591", "does not read" },
    [LOOK_ANSWERED] = { "o", "\u25cf", "answered" },
};

struct style {
    bool colour, utf8;
    const struct colour *model;
};

static void colour_of(const struct style *s, enum look look)
{
    if (!s->colour)
        return;
    if (look == LOOK_RUNNING || look == LOOK_VAIN || look == LOOK_ANSWERED)
        printf("\033[38;5;%dm", s->model->terminal);
    else if (look == LOOK_WAITING || look == LOOK_DEAF)
        printf("\033[1;33m");
    else
        printf("\033[0m");
}

static void colour_off(const struct style *s)
{
    if (s->colour)
        printf("\033[0m");
}

static void fill(const struct style *s, enum look look, int n)
{
    while (n-- > 0)
        fputs(s->utf8 ? fills[look].utf8 : fills[look].ascii, stdout);
}

/* The words stand in the middle, with a space on either side. */
static void print_bar(const struct style *s, const struct bar *b)
{
    int wide = b->to - b->from;
    const char *words = wide < WORDS_LEAST ? ""
                                           : timeline_label(b, wide - 4);
    int size = (int)strlen(words);
    int before = size == 0 ? wide : (wide - size - 2) / 2;

    colour_of(s, b->look);
    fill(s, b->look, before);
    if (size > 0) {
        printf(" %s ", words);
        fill(s, b->look, wide - before - size - 2);
    }
    colour_off(s);
}

static void print_lane(const struct style *s, const struct lane *lane)
{
    int at = 0;

    printf("%-*.*s", LABEL, LABEL - 1, lane->label);
    for (int i = 0; i < lane->n; i++) {
        fill(s, LOOK_NOTHING, lane->bars[i].from - at);
        print_bar(s, &lane->bars[i]);
        at = lane->bars[i].to;
    }
    printf("\n");
}

static void print_band(const struct style *s, const struct band *band)
{
    if (s->colour)
        printf("\033[1;38;5;%dm", s->model->terminal);
    printf("%s", band->name);
    colour_off(s);
    printf("  (all done after %d ms)\n", text_ms(band->span));
    for (int i = 0; i < band->n; i++)
        print_lane(s, &band->lanes[i]);
    if (band->more_tasks > 0)
        printf("(further threads are not shown)\n");
    printf("\n");
}

static bool appears_in(const struct band *band, enum look look)
{
    for (int i = 0; i < band->n; i++)
        for (int j = 0; j < band->lanes[i].n; j++)
            if (band->lanes[i].bars[j].look == look)
                return true;
    return false;
}

static bool appears(const struct band *bands, size_t n, enum look look)
{
    for (size_t i = 0; i < n; i++)
        if (appears_in(&bands[i], look))
            return true;
    return false;
}

/* Of what appears. */
static void print_legend(const struct style *s, const struct band *bands,
                         size_t n, int width)
{
    int at = 0;

    for (int look = LOOK_RUNNING; look <= LOOK_ANSWERED; look++) {
        int size = 6 + (int)strlen(fills[look].what);

        if (!appears(bands, n, (enum look)look))
            continue;
        if (at > 0 && at + size > width) {
            printf("\n");
            at = 0;
        }
        colour_of(s, (enum look)look);
        fill(s, (enum look)look, 2);
        colour_off(s);
        printf(" %s   ", fills[look].what);
        at += size;
    }
    printf("\n");
}

void timeline_print(const struct band *bands, size_t n,
                    const struct script *script, int64_t span, int units,
                    bool colour, bool utf8)
{
    struct style s = { .colour = colour, .utf8 = utf8 };

    printf("%s: %s; under session\n\n", script->name, script->what);
    for (size_t i = 0; i < n; i++) {
        s.model = model_colour(bands[i].name);
        print_band(&s, &bands[i]);
    }
    printf("%-*s0%*d ms\n", LABEL, "time", units - 4, text_ms(span));
    print_legend(&s, bands, n, LABEL + units);
}
