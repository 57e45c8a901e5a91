/*
 * timeline_svg.c: the bands as a slide: 1280 wide, legible from the back of a
 * room, in light and in dark, with no script and no font of its own.
 *
 * Pattern and height tell what a bar means, not colour alone: solid for
 * running, pale for asleep, slanted for calls in vain, upright for waiting; a
 * line for a silent client, and a dot for an answer.
 */
#include "watch/timeline.h"

#include "lib/svg.h"
#include "lib/text.h"
#include "server/models.h"
#include "watch/timeline_band.h"

#include <stdbool.h>
#include <string.h>

enum {
    TOP = 106, BOTTOM = 44, ROW_LEAST = 26, ROW_MOST = 92,
    ROOM_FOR_REMARKS = 150, LABEL_HALF = 50
};

static const char style[] =
    ".w{fill:url(#waits);stroke:#8a7d00;stroke-width:1}\n"
    ".d{fill:url(#deaf);stroke:#8a7d00;stroke-width:1}\n"
    ".s{fill:var(--soft)}\n"
    ".a{fill:var(--ink);stroke:var(--paper);stroke-width:2}\n"
    ".on{paint-order:stroke;stroke:var(--paper);stroke-width:7;"
    "stroke-linejoin:round;text-anchor:middle}\n"
    ".wt{fill:#151515;stroke:#F0E442}\n"
    ".ways{stroke:var(--paper);stroke-width:3.5}\n";

static const char patterns[] =
    "<pattern id=\"waits\" width=\"8\" height=\"8\" "
    "patternUnits=\"userSpaceOnUse\"><path fill=\"#F0E442\" d=\"M0 0h8v8H0z\"/>"
    "<path stroke=\"#8a7d00\" stroke-width=\"1.6\" d=\"M4 0v8\"/></pattern>\n"
    "<pattern id=\"deaf\" width=\"10\" height=\"10\" "
    "patternUnits=\"userSpaceOnUse\"><path fill=\"#F0E442\" "
    "d=\"M0 0h10v10H0z\"/><circle cx=\"5\" cy=\"5\" r=\"2.6\" "
    "fill=\"#8a7d00\"/></pattern>\n";

/* The colour past the last is for the legend: grey if there are several. */
static const struct colour *colour_of(const struct band *bands, size_t n,
                                      size_t i)
{
    static const struct colour grey = { "#8C8C8C", "#6a6a6a", "#a5a5a5", 245 };

    if (i == n && n > 1)
        return &grey;
    return model_colour(bands[i < n ? i : 0].name);
}

/* A model's colours, and its hatching. */
static void put_colours(const struct drawing *s, const struct colour *c,
                        size_t i)
{
    fprintf(s->to, ".r%zu{fill:%s}.z%zu{fill:%s;fill-opacity:.24;stroke:%s;"
            "stroke-width:1}.v%zu{fill:url(#v%zu)}.n%zu{fill:%s}\n"
            "@media(prefers-color-scheme:dark){.n%zu{fill:%s}}\n", i, c->svg,
            i, c->svg, c->svg, i, i, i, c->text, i, c->dark_text);
}

static void put_hatching(const struct drawing *s, const struct colour *c,
                         size_t i)
{
    fprintf(s->to, "<pattern id=\"v%zu\" width=\"9\" height=\"9\" "
            "patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">"
            "<path fill=\"%s\" d=\"M0 0h9v9H0z\"/><path class=\"ways\" "
            "d=\"M2 0v9\"/></pattern>\n", i, c->svg);
}

static void put_sample(struct drawing *s, enum bar_kind kind, const char *what,
                       size_t colour, int *x)
{
    int y = s->y, row = s->row;
    struct bar bar = { .from = (*x - BAND_LEFT) / BAND_UNIT, .kind = kind };

    bar.to = bar.from + 12;
    s->row = SVG_FONT + 4;
    if (kind == BAR_ANSWERED)
        timeline_band_answer(s, &(struct bar){ .from = bar.from + 6 });
    else
        timeline_band_bar(s, &bar, colour);
    fprintf(s->to, "<text x=\"%d\" y=\"%d\">%s</text>\n", *x + 46,
            s->y + s->row / 2 + 8, what);
    *x += 46 + (int)strlen(what) * 11 + 20;
    s->y = y;
    s->row = row;
}

/* Only what appears in the bands. */
static void put_legend(struct drawing *s, const struct band *bands, size_t n)
{
    static const char *const what[] = {
        [BAR_RUNNING] = "runs", [BAR_ASLEEP] = "asleep",
        [BAR_VAIN] = "asks in vain", [BAR_SILENT] = "silent",
        [BAR_WAITING] = "waits", [BAR_DEAF] = "does not read",
        [BAR_ANSWERED] = "answered",
    };
    bool seen[BAR_ANSWERED + 1] = { false };
    int x = BAND_LEFT;

    for (size_t i = 0; i < n; i++)
        for (int j = 0; j < bands[i].n; j++)
            for (int k = 0; k < bands[i].lanes[j].n; k++)
                seen[bands[i].lanes[j].bars[k].kind] = true;
    s->y = 60;
    fprintf(s->to, "<g font-size=\"%d\">\n", SVG_FONT);
    for (int kind = BAR_RUNNING; kind <= BAR_ANSWERED; kind++)
        if (seen[kind])
            put_sample(s, (enum bar_kind)kind, what[kind], n, &x);
    fputs("</g>\n", s->to);
}

/* 1, 2 or 5 times a power of ten: at most 8 steps. */
static int64_t round_step(int64_t span)
{
    for (int64_t power = 1000000;; power *= 10) {
        if (span / power <= 8)
            return power;
        if (span / power <= 16)
            return 2 * power;
        if (span / power <= 40)
            return 5 * power;
    }
}

static void put_tick(const struct drawing *s, int x, int64_t at)
{
    int y = s->height - BOTTOM;
    const char *anchor = at == 0 ? "start"
        : x > SVG_WIDTH - LABEL_HALF ? "end" : "middle";

    fprintf(s->to, "<path class=\"axis\" d=\"M%d %dv7\"/><text "
            "class=\"soft\" font-size=\"%d\" x=\"%d\" y=\"%d\" "
            "text-anchor=\"%s\">%d%s</text>\n", x, y, SVG_FONT, x, y + 29,
            anchor, text_ms(at), at == 0 ? "" : " ms");
}

static void put_axis(const struct drawing *s, int64_t span)
{
    int64_t step = round_step(span);
    int width = BAND_UNIT * TIMELINE_SVG_UNITS;

    fprintf(s->to, "<path class=\"axis\" d=\"M%d %dh%d\"/>\n", BAND_LEFT,
            s->height - BOTTOM, width);
    for (int64_t at = 0; at <= span; at += step)
        put_tick(s, BAND_LEFT + (int)(at * width / span), at);
}

static void put_title(const struct drawing *s, const struct script *script,
                      const struct band *bands, size_t n)
{
    fprintf(s->to, "<title>");
    for (size_t i = 0; i < n; i++) {
        svg_text(s->to, i == 0 ? "" : ", ");
        svg_text(s->to, bands[i].name);
    }
    fprintf(s->to, ": %s</title>\n<desc>For each server a row that shows when "
            "it runs, when it is asleep and in which system call, and when it "
            "asks in vain; below it a row for each client, that shows when it "
            "waits for its answer and when it gets it. From a real run under "
            "observation.</desc>\n", script->what);
}

/* Rows are as high as there is room for; if there is too little, the slide
 * grows. */
static void measure(struct drawing *s, const struct band *bands, size_t n)
{
    int room = SVG_HEIGHT - TOP - BOTTOM - (int)n * BAND_GAP;
    int rows = 0, remarks = n == 1 ? ROOM_FOR_REMARKS : 0;

    for (size_t i = 0; i < n; i++)
        rows += bands[i].n;
    room -= remarks;
    s->row = rows == 0 ? ROW_MOST : room / rows;
    if (s->row > ROW_MOST)
        s->row = ROW_MOST;
    if (s->row < ROW_LEAST)
        s->row = ROW_LEAST;
    s->height = TOP + rows * s->row + (int)n * BAND_GAP + remarks + BOTTOM;
    if (s->height < SVG_HEIGHT)
        s->height = SVG_HEIGHT;
    s->font = s->row < 40 ? SVG_FONT : BAND_FONT_MOST;
}

int timeline_svg(FILE *to, const struct band *bands, size_t n,
                 const struct script *script, int64_t span)
{
    struct drawing s = { .to = to };

    measure(&s, bands, n);
    fprintf(to, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d "
            "%d\" role=\"img\" font-size=\"%d\">\n", SVG_WIDTH, s.height,
            s.font);
    put_title(&s, script, bands, n);
    fprintf(to, "<style>\n%s%s", svg_style, style);
    for (size_t i = 0; i <= n; i++)
        put_colours(&s, colour_of(bands, n, i), i);
    fputs("</style>\n", to);
    fputs(patterns, to);
    for (size_t i = 0; i <= n; i++)
        put_hatching(&s, colour_of(bands, n, i), i);
    fprintf(to, "<rect class=\"page\" width=\"%d\" height=\"%d\"/>\n"
            "<text x=\"%d\" y=\"40\" font-size=\"30\" class=\"name\">",
            SVG_WIDTH, s.height, BAND_LEFT);
    svg_text(to, script->what);
    fputs("</text>\n", to);
    put_legend(&s, bands, n);
    s.y = TOP;
    for (size_t i = 0; i < n; i++)
        timeline_band_draw(&s, &bands[i], i, n == 1);
    put_axis(&s, span);
    fputs("</svg>\n", to);
    return ferror(to) ? -1 : 0;
}
