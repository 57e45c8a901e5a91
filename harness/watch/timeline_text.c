/*
 * timeline_text.c: the bands in a terminal.
 */
#include "watch/timeline.h"

#include "lib/terminal.h"
#include "lib/text.h"
#include "server/models.h"

#include <string.h>

enum { LABEL = 10, WORDS_LEAST = 5, WIDTH = 80, WIDTH_LEAST = 40 };

/* How a bar is filled in ASCII and in UTF-8, and its name in the legend. */
static const struct fill {
    const char *ascii, *utf8, *what;
} fills[] = {
    [BAR_NOTHING] = { " ", " ", NULL },
    [BAR_RUNNING] = { "#", "\u2588", "runs" },
    [BAR_ASLEEP] = { ".", "\u00b7", "asleep" },
    [BAR_VAIN] = { "%", "\u259a", "polls for nothing" },
    [BAR_SILENT] = { "-", "\u2500", "client says nothing" },
    [BAR_WAITING] = { "=", "\u2592", "waits for its answer" },
    [BAR_DEAF] = { "~", "\u2591", "does not read" },
    [BAR_ANSWERED] = { "o", "\u25cf", "answered" },
};

struct style {
    bool colour, utf8;
    const struct colour *model;
};

static void colour_of(const struct style *s, enum bar_kind kind)
{
    if (!s->colour)
        return;
    if (kind == BAR_RUNNING || kind == BAR_VAIN || kind == BAR_ANSWERED)
        printf("\033[38;5;%dm", s->model->terminal);
    else if (kind == BAR_WAITING || kind == BAR_DEAF)
        printf("\033[1;33m");
    else
        printf("\033[0m");
}

static void colour_off(const struct style *s)
{
    if (s->colour)
        printf("\033[0m");
}

static void fill(const struct style *s, enum bar_kind kind, int n)
{
    while (n-- > 0)
        fputs(s->utf8 ? fills[kind].utf8 : fills[kind].ascii, stdout);
}

/* The words are in the middle, between spaces. */
static void print_bar(const struct style *s, const struct bar *b)
{
    int wide = b->to - b->from;
    const char *words = wide < WORDS_LEAST ? ""
                                           : timeline_label(b, wide - 4);
    int size = (int)strlen(words);
    int before = size == 0 ? wide : (wide - size - 2) / 2;

    colour_of(s, b->kind);
    fill(s, b->kind, before);
    if (size > 0) {
        printf(" %s ", words);
        fill(s, b->kind, wide - before - size - 2);
    }
    colour_off(s);
}

static void print_lane(const struct style *s, const struct lane *lane)
{
    int at = 0;

    printf("%-*.*s", LABEL, LABEL - 1, lane->label);
    for (int i = 0; i < lane->n; i++) {
        fill(s, BAR_NOTHING, lane->bars[i].from - at);
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
    if (band->more_threads > 0)
        printf("(further threads are not shown)\n");
    printf("\n");
}

/* Only what appears. */
static void print_legend(const struct style *s, const struct band *bands,
                         size_t n, int width)
{
    int at = 0;

    for (int kind = BAR_RUNNING; kind <= BAR_ANSWERED; kind++) {
        int size = 6 + (int)strlen(fills[kind].what);

        if (!timeline_shows(bands, n, (enum bar_kind)kind))
            continue;
        if (at > 0 && at + size > width) {
            printf("\n");
            at = 0;
        }
        colour_of(s, (enum bar_kind)kind);
        fill(s, (enum bar_kind)kind, 2);
        colour_off(s);
        printf(" %s   ", fills[kind].what);
        at += size;
    }
    printf("\n");
}

/* The columns beside the labels. */
int timeline_text_units(void)
{
    int width = terminal_columns(stdout);

    if (width < WIDTH_LEAST)
        width = WIDTH;
    width -= LABEL + 1;
    return width < TIMELINE_UNITS ? width : TIMELINE_UNITS;
}

void timeline_text(const struct band *bands, size_t n,
                   const struct script *script, int64_t span, int units)
{
    struct style s = {
        .colour = terminal_coloured(stdout), .utf8 = terminal_utf8()
    };

    printf("%s: %s; observed\n%s\n\n", text_path(script->name), script->what,
           timeline_claim(bands, n));
    for (size_t i = 0; i < n; i++) {
        s.model = model_colour(bands[i].name);
        print_band(&s, &bands[i]);
    }
    printf("%-*s0%*d ms\n", LABEL, "time", units - 4, text_ms(span));
    print_legend(&s, bands, n, LABEL + units);
}
