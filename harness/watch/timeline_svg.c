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
    TOP = 136, BOTTOM = 44, ROW_LEAST = 34, ROW_MOST = 100,
    ROOM_FOR_REMARKS = 110, LABEL_HALF = 50, TITLE = 30, TITLE_LEFT = 20
};

static const char style[] =
    ".w{fill:url(#waits);stroke:#8a7d00;stroke-width:1}\n"
    ".d{fill:url(#deaf);stroke:#8a7d00;stroke-width:1}\n"
    ".s{fill:var(--soft)}\n"
    ".a{fill:var(--ink);stroke:var(--paper);stroke-width:2}\n"
    ".on{text-anchor:middle}\n"
    ".brace{fill:none;stroke:var(--ink);stroke-width:2.5}\n"
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

/* Returns where the next one begins. */
static int put_sample(struct drawing *s, int x, enum bar_kind kind,
                      const char *what, size_t colour)
{
    struct bar bar = { .from = (x - BAND_LEFT) / BAND_UNIT, .kind = kind };

    bar.to = bar.from + 12;
    if (kind == BAR_ANSWERED)
        timeline_band_answer(s, &(struct bar){ .from = bar.from + 6 });
    else
        timeline_band_bar(s, &bar, colour);
    fprintf(s->to, "<text x=\"%d\" y=\"%d\">%s</text>\n", x + 46,
            s->y + s->row / 2 + 9, what);
    return x + 46 + svg_width(what, s->font) + 24;
}

/* A line about servers and one about clients: only what appears. */
static void put_legend(struct drawing *s, const struct band *bands, size_t n)
{
    static const char *const what[] = {
        [BAR_RUNNING] = "runs", [BAR_ASLEEP] = "asleep",
        [BAR_VAIN] = "polls for nothing", [BAR_SILENT] = "idle",
        [BAR_WAITING] = "waits for its answer", [BAR_DEAF] = "does not read",
        [BAR_ANSWERED] = "is answered",
    };
    int x = BAND_LEFT;

    s->row = s->font = BAND_FONT;
    s->y = 58;
    for (int kind = BAR_RUNNING; kind <= BAR_ANSWERED; kind++) {
        bool first = kind == BAR_RUNNING || kind == BAR_SILENT;

        if (kind == BAR_SILENT)
            s->y += 34;
        if (first) {
            fprintf(s->to, "<text class=\"soft\" x=\"%d\" y=\"%d\" "
                    "text-anchor=\"end\">%s</text>\n", BAND_LEFT - 14,
                    s->y + s->row / 2 + 9,
                    kind == BAR_SILENT ? "a client" : "the server");
            x = BAND_LEFT;
        }
        if (timeline_shows(bands, n, (enum bar_kind)kind))
            x = put_sample(s, x, (enum bar_kind)kind, what[kind], n);
    }
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
    const char *claim = timeline_claim(bands, n);
    int font = TITLE, room = SVG_WIDTH - 2 * TITLE_LEFT;

    while (font > SVG_FONT && svg_width(claim, font) > room)
        font--;
    fprintf(s->to, "<title>");
    text_xml(s->to, claim);
    fprintf(s->to, "</title>\n<desc>");
    text_xml(s->to, script->what);
    fprintf(s->to, " For each server a row shows when it runs, when it is "
            "asleep and in which system call, and when it polls for nothing; "
            "below it a row for each client shows when it waits for its answer "
            "and when it gets it. From a real run under observation.</desc>\n"
            "<text x=\"%d\" y=\"38\" font-size=\"%d\" class=\"name\">",
            TITLE_LEFT, font);
    text_xml(s->to, claim);
    fputs("</text>\n", s->to);
}

static enum band_size size_of(const struct band *band, size_t n)
{
    const struct lane *whose;

    if (n == 1)
        return BAND_ALONE;
    return timeline_wait(band, &whose) > 0 ? BAND_TALL : BAND_LOW;
}

/* Low bands are as low as can be; tall ones share the room that is left. If
 * there is too little, the slide grows. */
static void measure(struct drawing *s, const struct band *bands, size_t n)
{
    int used = TOP + BOTTOM + (n == 1 ? ROOM_FOR_REMARKS : 0), rows = 0;

    for (size_t i = 0; i < n; i++) {
        enum band_size size = size_of(&bands[i], n);

        used += timeline_band_height(&bands[i], size, 0);
        rows += size == BAND_LOW ? 0 : bands[i].n;
    }
    s->tall = rows == 0 ? 0 : (SVG_HEIGHT - used) / rows;
    if (s->tall > ROW_MOST)
        s->tall = ROW_MOST;
    if (s->tall < ROW_LEAST)
        s->tall = ROW_LEAST;
    s->height = used + rows * s->tall;
}

/* Up to where bands are low and alike: each asleep until any client wakes it,
 * as i is. */
static size_t end_of_alike(const struct band *bands, size_t n, size_t i)
{
    while (i < n && size_of(&bands[i], n) == BAND_LOW
           && timeline_sleeps_for_all(&bands[i]))
        i++;
    return i;
}

static void put_bands(struct drawing *s, const struct band *bands, size_t n)
{
    size_t braced = 0;

    s->y = TOP;
    for (size_t i = 0; i < n; i++) {
        enum band_size size = size_of(&bands[i], n);
        size_t end = i < braced ? braced : end_of_alike(bands, n, i);

        if (i >= braced && end > i + 1) {
            timeline_band_brace(s, bands, i, end);
            braced = end;
        }
        if (i >= braced && size != BAND_ALONE)
            timeline_band_remark(s, &bands[i], i, size);
        timeline_band_draw(s, &bands[i], i, size);
        if (size == BAND_ALONE)
            timeline_band_remark(s, &bands[i], i, size);
    }
}

int timeline_svg(FILE *to, const struct band *bands, size_t n,
                 const struct script *script, int64_t span)
{
    struct drawing s = { .to = to };

    measure(&s, bands, n);
    fprintf(to, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d "
            "%d\" role=\"img\" font-size=\"%d\">\n<style>\n%s%s", SVG_WIDTH,
            s.height, BAND_FONT, svg_style, style);
    for (size_t i = 0; i <= n; i++)
        put_colours(&s, colour_of(bands, n, i), i);
    fputs("</style>\n", to);
    fputs(patterns, to);
    for (size_t i = 0; i <= n; i++)
        put_hatching(&s, colour_of(bands, n, i), i);
    fprintf(to, "<rect class=\"page\" width=\"%d\" height=\"%d\"/>\n",
            SVG_WIDTH, s.height);
    put_title(&s, script, bands, n);
    put_legend(&s, bands, n);
    put_bands(&s, bands, n);
    put_axis(&s, span);
    fputs("</svg>\n", to);
    return ferror(to) ? -1 : 0;
}
