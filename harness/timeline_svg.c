/*
 * timeline_svg.c: the bands as a slide: 1280 wide, legible from the back of a
 * room, in light and in dark, with no script and no font of its own.
 *
 * What a bar means is told by its pattern and its height, not by colour alone:
 * solid runs, pale sleeps, slanted asks in vain, upright waits, a line is
 * silent, a dot is an answer.
 */
#include "timeline.h"

#include "number.h"
#include "palette.h"

#include <stdbool.h>
#include <string.h>

enum {
    WIDTH = 1280, HEIGHT = 720, LEFT = 190, UNIT = 3, TOP = 106, BOTTOM = 44,
    GAP = 10, ROW_LEAST = 26, ROW_MOST = 92, FONT_LEAST = 22, FONT_MOST = 28,
    ROOM_FOR_WORDS = 40, ROOM_FOR_REMARKS = 150,
    NAME_MOST = 12, LABEL_HALF = 50
};

struct slide {
    FILE *to;
    int height, row, font;
    int y;                      /* the top of the next row */
};

static const char style[] =
    "<style>\n"
    "svg{--paper:#fff;--ink:#151515;--soft:#6a6a6a;background:var(--paper);"
    "font-family:system-ui,'Segoe UI',Roboto,Helvetica,Arial,sans-serif}\n"
    ".page{fill:var(--paper)}\n"
    "text{fill:var(--ink)}\n"
    ".soft{fill:var(--soft)}\n"
    ".axis{stroke:var(--soft);stroke-width:1.5}\n"
    ".w{fill:url(#waits);stroke:#8a7d00;stroke-width:1}\n"
    ".d{fill:url(#deaf);stroke:#8a7d00;stroke-width:1}\n"
    ".s{fill:var(--soft)}\n"
    ".a{fill:var(--ink);stroke:var(--paper);stroke-width:2}\n"
    ".on{paint-order:stroke;stroke:var(--paper);stroke-width:7;"
    "stroke-linejoin:round;text-anchor:middle}\n"
    ".wt{fill:#151515;stroke:#F0E442}\n"
    ".name{font-weight:700}\n"
    ".ways{stroke:var(--paper);stroke-width:3.5}\n"
    "@media(prefers-color-scheme:dark){svg{--paper:#121417;--ink:#f4f4f4;"
    "--soft:#a5a5a5}}\n";

static const char patterns[] =
    "<pattern id=\"waits\" width=\"8\" height=\"8\" "
    "patternUnits=\"userSpaceOnUse\"><path fill=\"#F0E442\" d=\"M0 0h8v8H0z\"/>"
    "<path stroke=\"#8a7d00\" stroke-width=\"1.6\" d=\"M4 0v8\"/></pattern>\n"
    "<pattern id=\"deaf\" width=\"10\" height=\"10\" "
    "patternUnits=\"userSpaceOnUse\"><path fill=\"#F0E442\" "
    "d=\"M0 0h10v10H0z\"/><circle cx=\"5\" cy=\"5\" r=\"2.6\" "
    "fill=\"#8a7d00\"/></pattern>\n";

/* A name is the user's, and may hold what XML wants escaped. */
static void put_text(FILE *to, const char *text)
{
    for (; *text != '\0'; text++) {
        if (*text == '&')
            fputs("&amp;", to);
        else if (*text == '<')
            fputs("&lt;", to);
        else if ((unsigned char)*text >= ' ')
            fputc(*text, to);
    }
}

/* The one past the last is the legend's: no model's, if there are several. */
static const struct colour *colour_of(const struct band *bands, size_t n,
                                      size_t i)
{
    static const struct colour grey = { "#8C8C8C", "#6a6a6a", "#a5a5a5", 245 };

    if (i == n && n > 1)
        return &grey;
    return palette_of(bands[i < n ? i : 0].name);
}

/* A model's colours, and its hatching. */
static void put_colours(const struct slide *s, const struct colour *c,
                        size_t i)
{
    fprintf(s->to, ".r%zu{fill:%s}.z%zu{fill:%s;fill-opacity:.24;stroke:%s;"
            "stroke-width:1}.v%zu{fill:url(#v%zu)}.n%zu{fill:%s}\n"
            "@media(prefers-color-scheme:dark){.n%zu{fill:%s}}\n", i, c->svg,
            i, c->svg, c->svg, i, i, i, c->text, i, c->dark_text);
}

static void put_hatching(const struct slide *s, const struct colour *c,
                         size_t i)
{
    fprintf(s->to, "<pattern id=\"v%zu\" width=\"9\" height=\"9\" "
            "patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">"
            "<path fill=\"%s\" d=\"M0 0h9v9H0z\"/><path class=\"ways\" "
            "d=\"M2 0v9\"/></pattern>\n", i, c->svg);
}

/* ---- bars ---------------------------------------------------------------- */

static int x_of(int unit)
{
    return LEFT + UNIT * unit;
}

static int baseline(const struct slide *s)
{
    return s->y + s->row / 2 + s->font * 36 / 100;
}

static void put_bar(const struct slide *s, const struct bar *b, size_t i)
{
    static const char classes[] = {
        [LOOK_RUNNING] = 'r', [LOOK_ASLEEP] = 'z', [LOOK_VAIN] = 'v',
        [LOOK_SILENT] = 's', [LOOK_WAITING] = 'w', [LOOK_DEAF] = 'd',
    };
    int high = b->look == LOOK_SILENT ? 3 : s->row - 3;
    char class[24];

    if (b->look >= LOOK_SILENT)
        snprintf(class, sizeof class, "%c", classes[b->look]);
    else
        snprintf(class, sizeof class, "%c%zu", classes[b->look], i);
    fprintf(s->to, "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" "
            "height=\"%d\"/>\n", class, x_of(b->from),
            s->y + (s->row - high) / 2, UNIT * (b->to - b->from), high);
}

static void put_answer(const struct slide *s, const struct bar *b)
{
    fprintf(s->to, "<circle class=\"a\" cx=\"%d\" cy=\"%d\" r=\"%d\"/>\n",
            x_of(b->from) + UNIT / 2, s->y + s->row / 2,
            s->row > 40 ? 11 : 9);
}

/* On top of its bar, if it is wide enough. */
static void put_words(const struct slide *s, const struct bar *b)
{
    int wide = UNIT * (b->to - b->from);
    int most = (wide - 14) * 100 / (s->font * 51);
    const char *words = wide < ROOM_FOR_WORDS ? "" : timeline_words(b, most);

    if (words[0] == '\0')
        return;
    fprintf(s->to, "<text class=\"on%s\" x=\"%d\" y=\"%d\">",
            b->look == LOOK_WAITING || b->look == LOOK_DEAF ? " wt" : "",
            x_of(b->from) + wide / 2, baseline(s));
    put_text(s->to, words);
    fputs("</text>\n", s->to);
}

/* In the margin: the server's name in its colour. */
static void put_label(const struct slide *s, const char *label, bool name,
                      size_t i)
{
    char shortened[NAME_MOST + 1];

    snprintf(shortened, sizeof shortened, "%s", label);
    fprintf(s->to, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\" ",
            LEFT - 14, baseline(s));
    if (name)
        fprintf(s->to, "font-size=\"%d\" class=\"name n%zu\">",
                strlen(shortened) > NAME_MOST * 2 / 3 ? FONT_LEAST : s->font,
                i);
    else
        fputs("class=\"soft\">", s->to);
    put_text(s->to, shortened);
    fputs("</text>\n", s->to);
}

static void put_lane(struct slide *s, const struct band *band, int at,
                     size_t i)
{
    const struct lane *lane = &band->lanes[at];

    fputs("<g class=\"lane\">\n", s->to);
    put_label(s, at == 0 ? band->name : lane->label, at == 0, i);
    for (int j = 0; j < lane->n; j++)
        if (lane->bars[j].look != LOOK_ANSWERED)
            put_bar(s, &lane->bars[j], i);
    for (int j = 0; j < lane->n; j++) {
        if (lane->bars[j].look == LOOK_ANSWERED)
            put_answer(s, &lane->bars[j]);
        else
            put_words(s, &lane->bars[j]);
    }
    fputs("</g>\n", s->to);
    s->y += s->row;
}

/* ---- what came of it ----------------------------------------------------- */

static int last_unit(const struct band *band)
{
    int last = 0;

    for (int i = 0; i < band->n; i++) {
        const struct lane *lane = &band->lanes[i];

        if (lane->n > 0 && lane->bars[lane->n - 1].to > last)
            last = lane->bars[lane->n - 1].to;
    }
    return last;
}

/* A line, if there is room for it; the next goes below. */
static void put_remark(struct slide *s, int x, const char *words)
{
    if (words[0] == '\0' || (int)strlen(words) * s->font * 11 / 20 > WIDTH - x)
        return;
    fprintf(s->to, "<text x=\"%d\" y=\"%d\">%s</text>\n", x, baseline(s),
            words);
    s->y += s->row;
}

/* Beside the band, where it ended early enough to leave room; or below it. */
static void put_outcome(struct slide *s, const struct band *band, int x)
{
    char words[TIMELINE_WORDS], number[NUMBER_SIZE];
    uint64_t vain = timeline_vain(band);

    snprintf(words, sizeof words, "never sleeps: %s calls in vain",
             number_grouped(vain, number));
    put_remark(s, x, timeline_sleeps(band) || vain == 0
               ? timeline_sleep(band) : words);
    if (x == LEFT)
        put_remark(s, x, timeline_waits(band));
    snprintf(words, sizeof words, "all done after %d ms",
             number_ms(band->span));
    put_remark(s, x, words);
}

/* Alone on its slide it leaves room below; among others, beside. */
static void put_band(struct slide *s, const struct band *band, size_t i,
                     bool alone)
{
    int y = s->y, row = s->row;

    if (!alone)
        put_outcome(s, band, x_of(last_unit(band)) + 20);
    s->y = y;
    for (int at = 0; at < band->n; at++)
        put_lane(s, band, at, i);
    s->y += GAP;
    if (!alone)
        return;
    s->row = s->font * 3 / 2;
    put_outcome(s, band, LEFT);
    s->row = row;
}

/* ---- around them --------------------------------------------------------- */

static void put_sample(struct slide *s, enum look look, const char *what,
                       size_t colour, int *x)
{
    int y = s->y, row = s->row;
    struct bar bar = { .from = (*x - LEFT) / UNIT, .look = look };

    bar.to = bar.from + 12;
    s->row = FONT_LEAST + 4;
    if (look == LOOK_ANSWERED)
        put_answer(s, &(struct bar){ .from = bar.from + 6 });
    else
        put_bar(s, &bar, colour);
    fprintf(s->to, "<text x=\"%d\" y=\"%d\">%s</text>\n", *x + 46,
            s->y + s->row / 2 + 8, what);
    *x += 46 + (int)strlen(what) * 11 + 20;
    s->y = y;
    s->row = row;
}

/* Of what appears in the bands. */
static void put_legend(struct slide *s, const struct band *bands, size_t n)
{
    static const char *const what[] = {
        [LOOK_RUNNING] = "runs", [LOOK_ASLEEP] = "asleep",
        [LOOK_VAIN] = "asks in vain", [LOOK_SILENT] = "silent",
        [LOOK_WAITING] = "waits", [LOOK_DEAF] = "does not read",
        [LOOK_ANSWERED] = "answered",
    };
    bool seen[LOOK_ANSWERED + 1] = { false };
    int x = LEFT;

    for (size_t i = 0; i < n; i++)
        for (int j = 0; j < bands[i].n; j++)
            for (int k = 0; k < bands[i].lanes[j].n; k++)
                seen[bands[i].lanes[j].bars[k].look] = true;
    s->y = 60;
    fprintf(s->to, "<g font-size=\"%d\">\n", FONT_LEAST);
    for (int look = LOOK_RUNNING; look <= LOOK_ANSWERED; look++)
        if (seen[look])
            put_sample(s, (enum look)look, what[look], n, &x);
    fputs("</g>\n", s->to);
}

/* 1, 2 or 5 times a power of ten, so that it is taken at most 8 times. */
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

static void put_axis(struct slide *s, int64_t span)
{
    int64_t step = round_step(span);
    int y = s->height - BOTTOM;

    fprintf(s->to, "<path class=\"axis\" d=\"M%d %dH%d\"/>\n", LEFT, y,
            x_of(TIMELINE_SVG_UNITS));
    for (int64_t t = 0; t <= span; t += step) {
        int x = LEFT + (int)(t * UNIT * TIMELINE_SVG_UNITS / span);

        fprintf(s->to, "<path class=\"axis\" d=\"M%d %dv7\"/><text "
                "class=\"soft\" font-size=\"%d\" x=\"%d\" y=\"%d\" "
                "text-anchor=\"%s\">%lld%s</text>\n", x, y, FONT_LEAST, x,
                y + 29, t == 0 ? "start" : x > WIDTH - LABEL_HALF ? "end" :
                "middle",
                (long long)t / 1000000, t == 0 ? "" : " ms");
    }
}

static void put_title(const struct slide *s, const struct script *script,
                      const struct band *bands, size_t n)
{
    fprintf(s->to, "<title>");
    for (size_t i = 0; i < n; i++) {
        put_text(s->to, i == 0 ? "" : ", ");
        put_text(s->to, bands[i].name);
    }
    fprintf(s->to, ": %s</title>\n<desc>For each server a row that shows when "
            "it runs, when it is asleep and in which system call, and when it "
            "asks in vain; below it a row for each client, that shows when it "
            "waits for its answer and when it gets it. From a real run under "
            "observation.</desc>\n", script->what);
}

/* Rows as high as there is room for; where there is too little, the slide
 * grows. */
static void measure(struct slide *s, const struct band *bands, size_t n)
{
    int room = HEIGHT - TOP - BOTTOM - (int)n * GAP;
    int rows = 0, remarks = n == 1 ? ROOM_FOR_REMARKS : 0;

    for (size_t i = 0; i < n; i++)
        rows += bands[i].n;
    room -= remarks;
    s->row = rows == 0 ? ROW_MOST : room / rows;
    if (s->row > ROW_MOST)
        s->row = ROW_MOST;
    if (s->row < ROW_LEAST)
        s->row = ROW_LEAST;
    s->height = TOP + rows * s->row + (int)n * GAP + remarks + BOTTOM;
    if (s->height < HEIGHT)
        s->height = HEIGHT;
    s->font = s->row < 40 ? FONT_LEAST : FONT_MOST;
}

int timeline_svg(FILE *to, const struct band *bands, size_t n,
                 const struct script *script, int64_t span)
{
    struct slide s = { .to = to };

    measure(&s, bands, n);
    fprintf(to, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d "
            "%d\" role=\"img\" font-size=\"%d\">\n", WIDTH, s.height, s.font);
    put_title(&s, script, bands, n);
    fputs(style, to);
    for (size_t i = 0; i <= n; i++)
        put_colours(&s, colour_of(bands, n, i), i);
    fputs("</style>\n", to);
    fputs(patterns, to);
    for (size_t i = 0; i <= n; i++)
        put_hatching(&s, colour_of(bands, n, i), i);
    fprintf(to, "<rect class=\"page\" width=\"%d\" height=\"%d\"/>\n"
            "<text x=\"%d\" y=\"40\" font-size=\"30\" class=\"name\">",
            WIDTH, s.height, LEFT);
    put_text(to, script->what);
    fputs("</text>\n", to);
    put_legend(&s, bands, n);
    s.y = TOP;
    for (size_t i = 0; i < n; i++)
        put_band(&s, &bands[i], i, n == 1);
    put_axis(&s, span);
    fputs("</svg>\n", to);
    return ferror(to) ? -1 : 0;
}
