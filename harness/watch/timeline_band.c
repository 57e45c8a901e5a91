/*
 * timeline_band.c: a band as a part of the slide: bars, dots, words.
 */
#include "watch/timeline_band.h"

#include "lib/svg.h"
#include "lib/text.h"

#include <string.h>

enum { ROOM_FOR_WORDS = 40, NAME_MOST = 12, ROW_HIGH = 40 };

int timeline_band_x(int unit)
{
    return BAND_LEFT + BAND_UNIT * unit;
}

static int baseline(const struct drawing *s)
{
    return s->y + s->row / 2 + s->font * 36 / 100;
}

void timeline_band_bar(const struct drawing *s, const struct bar *b, size_t i)
{
    static const char classes[] = {
        [BAR_RUNNING] = 'r', [BAR_ASLEEP] = 'z', [BAR_VAIN] = 'v',
        [BAR_SILENT] = 's', [BAR_WAITING] = 'w', [BAR_DEAF] = 'd',
    };
    int high = b->kind == BAR_SILENT ? 3 : s->row - 3;
    char class[24];

    if (b->kind >= BAR_SILENT)
        snprintf(class, sizeof class, "%c", classes[b->kind]);
    else
        snprintf(class, sizeof class, "%c%zu", classes[b->kind], i);
    fprintf(s->to, "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" "
            "height=\"%d\"/>\n", class, timeline_band_x(b->from),
            s->y + (s->row - high) / 2, BAND_UNIT * (b->to - b->from), high);
}

void timeline_band_answer(const struct drawing *s, const struct bar *b)
{
    fprintf(s->to, "<circle class=\"a\" cx=\"%d\" cy=\"%d\" r=\"%d\"/>\n",
            timeline_band_x(b->from) + BAND_UNIT / 2, s->y + s->row / 2,
            s->row > ROW_HIGH ? 11 : 9);
}

/* On top of its bar, if it is wide enough. */
static void put_words(const struct drawing *s, const struct bar *b)
{
    int wide = BAND_UNIT * (b->to - b->from);
    int most = (wide - 14) * 100 / (s->font * 51);
    const char *words = wide < ROOM_FOR_WORDS ? "" : timeline_label(b, most);

    if (words[0] == '\0')
        return;
    fprintf(s->to, "<text class=\"on%s\" x=\"%d\" y=\"%d\">",
            b->kind == BAR_WAITING || b->kind == BAR_DEAF ? " wt" : "",
            timeline_band_x(b->from) + wide / 2, baseline(s));
    svg_text(s->to, words);
    fputs("</text>\n", s->to);
}

/* In the margin. The server's name is in its colour. */
static void put_label(const struct drawing *s, const char *label, bool name,
                      size_t i)
{
    char shortened[NAME_MOST + 1];

    snprintf(shortened, sizeof shortened, "%.*s", NAME_MOST, label);
    fprintf(s->to, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\" ",
            BAND_LEFT - 14, baseline(s));
    if (name)
        fprintf(s->to, "font-size=\"%d\" class=\"name n%zu\">",
                strlen(shortened) > NAME_MOST * 2 / 3 ? SVG_FONT : s->font,
                i);
    else
        fputs("class=\"soft\">", s->to);
    svg_text(s->to, shortened);
    fputs("</text>\n", s->to);
}

static void put_lane(struct drawing *s, const struct band *band, int at,
                     size_t i)
{
    const struct lane *lane = &band->lanes[at];

    fputs("<g class=\"lane\">\n", s->to);
    put_label(s, at == 0 ? band->name : lane->label, at == 0, i);
    for (int j = 0; j < lane->n; j++)
        if (lane->bars[j].kind != BAR_ANSWERED)
            timeline_band_bar(s, &lane->bars[j], i);
    for (int j = 0; j < lane->n; j++) {
        if (lane->bars[j].kind == BAR_ANSWERED)
            timeline_band_answer(s, &lane->bars[j]);
        else
            put_words(s, &lane->bars[j]);
    }
    fputs("</g>\n", s->to);
    s->y += s->row;
}

/* ---- remarks ------------------------------------------------------------- */

static int last_unit(const struct lane *lane)
{
    return lane->n == 0 ? 0 : lane->bars[lane->n - 1].to;
}

/* Where the whole band ends. */
static int end_of(const struct band *band)
{
    int end = 0;

    for (int i = 0; i < band->n; i++)
        if (last_unit(&band->lanes[i]) > end)
            end = last_unit(&band->lanes[i]);
    return end;
}

static bool fits(const struct drawing *s, int x, const char *words)
{
    return x + (int)strlen(words) * s->font * 11 / 20 <= SVG_WIDTH;
}

/* In the server's colour: even beside a client's lane it is about the
 * server. */
static void put_remark(const struct drawing *s, int x, int row, size_t i,
                       const char *words)
{
    fprintf(s->to, "<text class=\"n%zu\" x=\"%d\" y=\"%d\">%s</text>\n", i, x,
            baseline(s) + row * s->row, words);
}

/* In the first row, from this one on, that has room: after the whole band, or
 * else after that row's lane. Returns the next row. */
static int put_beside(const struct drawing *s, const struct band *band, int row,
                      size_t i, const char *words)
{
    for (; row < band->n; row++) {
        int x = timeline_band_x(end_of(band)) + 20;

        if (!fits(s, x, words))
            x = timeline_band_x(last_unit(&band->lanes[row])) + 20;
        if (!fits(s, x, words))
            continue;
        put_remark(s, x, row, i, words);
        return row + 1;
    }
    return row;
}

/* Among others, beside the band; alone on the slide, below. */
static void put_outcome(const struct drawing *s, const struct band *band,
                        size_t i, bool alone)
{
    char first[TIMELINE_WORDS], last[TIMELINE_WORDS], number[TEXT_NUMBER];

    snprintf(first, sizeof first, "never sleeps: %s calls in vain",
             text_count(number, sizeof number, timeline_vain(band)));
    if (*timeline_label_sleep(band) != '\0')
        snprintf(first, sizeof first, "%s", timeline_label_sleep(band));
    snprintf(last, sizeof last, "all done after %d ms",
             text_ms(band->span));
    if (!alone) {
        put_beside(s, band, put_beside(s, band, 0, i, first), i, last);
        return;
    }
    put_remark(s, BAND_LEFT, 0, i, first);
    put_remark(s, BAND_LEFT, 1, i, timeline_label_waits(band));
    put_remark(s, BAND_LEFT, 2, i, last);
}

void timeline_band_draw(struct drawing *s, const struct band *band, size_t i,
                     bool alone)
{
    int row = s->row;

    if (!alone)
        put_outcome(s, band, i, false);
    for (int at = 0; at < band->n; at++)
        put_lane(s, band, at, i);
    s->y += BAND_GAP;
    s->row = s->font * 3 / 2;
    if (alone)
        put_outcome(s, band, i, true);
    s->row = row;
}
