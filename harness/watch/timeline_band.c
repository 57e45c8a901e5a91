/*
 * timeline_band.c: a band as a part of the slide: bars, dots, words.
 */
#include "watch/timeline_band.h"

#include "lib/svg.h"
#include "lib/text.h"

#include <string.h>

enum {
    ROOM_FOR_WORDS = 40, NAME_MOST = 12, ROW_HIGH = 40,
    LOW_SERVER = 28, LOW_CLIENT = 18    /* rows of a low band */
};

int timeline_band_x(int unit)
{
    return BAND_LEFT + BAND_UNIT * unit;
}

static bool is_client(const struct lane *lane)
{
    return lane->thread == 0;
}

static int row_height(const struct lane *lane, enum band_size size, int tall)
{
    return size != BAND_LOW ? tall : is_client(lane) ? LOW_CLIENT : LOW_SERVER;
}

int timeline_band_height(const struct band *band, enum band_size size, int tall)
{
    int height = BAND_GAP;

    for (int i = 0; i < band->n; i++)
        height += row_height(&band->lanes[i], size, tall);
    return height;
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
            s->row > ROW_HIGH ? 11 : s->row > LOW_CLIENT ? 9 : 7);
}

/* On top of its bar, in a clear box, if the bar is wide enough. (How often it
 * was in vain is said once, about the whole band.) */
static void put_words(const struct drawing *s, const struct bar *b)
{
    int wide = BAND_UNIT * (b->to - b->from);
    int most = (wide - 24) * 100 / (s->font * 54);
    const char *words = wide < ROOM_FOR_WORDS || s->row < s->font
        || b->kind == BAR_VAIN ? "" : timeline_label(b, most);
    int box = svg_width(words, s->font) + 12, high = s->font + 2;
    int middle = timeline_band_x(b->from) + wide / 2;

    if (words[0] == '\0')
        return;
    fprintf(s->to, "<rect class=\"page\" rx=\"4\" x=\"%d\" y=\"%d\" "
            "width=\"%d\" height=\"%d\"/>\n<text class=\"on\" x=\"%d\" "
            "y=\"%d\">", middle - box / 2, s->y + (s->row - high) / 2, box,
            high, middle, baseline(s));
    text_xml(s->to, words);
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
        fprintf(s->to, "class=\"name n%zu\">", i);
    else
        fputs("class=\"soft\">", s->to);
    text_xml(s->to, shortened);
    fputs("</text>\n", s->to);
}

static void put_lane(const struct drawing *s, const struct lane *lane, size_t i)
{
    fputs("<g class=\"lane\">\n", s->to);
    for (int j = 0; j < lane->n; j++)
        if (lane->bars[j].kind != BAR_ANSWERED)
            timeline_band_bar(s, &lane->bars[j], i);
    fputs("</g>\n", s->to);
    for (int j = 0; j < lane->n; j++) {
        if (lane->bars[j].kind == BAR_ANSWERED)
            timeline_band_answer(s, &lane->bars[j]);
        else
            put_words(s, &lane->bars[j]);
    }
}

void timeline_band_draw(struct drawing *s, const struct band *band, size_t i,
                        enum band_size size)
{
    for (int at = 0; at < band->n; at++) {
        const struct lane *lane = &band->lanes[at];

        s->row = row_height(lane, size, s->tall);
        s->font = BAND_FONT;
        if (at == 0 || size != BAND_LOW)
            put_label(s, at == 0 ? band->name : lane->label, at == 0, i);
        put_lane(s, lane, i);
        s->y += s->row;
    }
    s->y += BAND_GAP;
}
