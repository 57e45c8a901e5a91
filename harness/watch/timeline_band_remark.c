/*
 * timeline_band_remark.c: what there is to say about a band, or about several
 * that are alike, beside them or below.
 */
#include "watch/timeline_band.h"

#include "lib/svg.h"
#include "lib/text.h"

#include <string.h>

enum { LINE = BAND_FONT * 5 / 4, SPACE = 22, BRACE = 14 };

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

static bool fits(int x, const char *words)
{
    return x + svg_width(words, BAND_FONT) <= SVG_WIDTH;
}

/* class: the server's colour, so that it is not taken for a client's; or "".
 * Returns whether there was room. */
static bool put(const struct drawing *s, int x, int y, const char *class,
                const char *words)
{
    if (!fits(x, words))
        return false;
    if (*words != '\0')
        fprintf(s->to, "<text class=\"%s\" x=\"%d\" y=\"%d\">%s</text>\n",
                class, x, y, words);
    return true;
}

/* Beside a lane of a tall band: in the first one, from *at on, with room. */
static void put_beside(const struct drawing *s, const struct band *band,
                       int *at, const char *class, const char *words)
{
    for (bool done = false; !done && *at < band->n; ++*at) {
        int x = timeline_band_x(last_unit(&band->lanes[*at])) + SPACE;

        done = put(s, x, s->y + *at * s->tall + s->tall / 2
                   + BAND_FONT * 36 / 100, class, words);
    }
}

/* Beside a low band: each half of the first remark, and the last, has a line.
 * All of it, or nothing. */
static void put_lines(const struct drawing *s, int x, const char *class,
                      char *first, const char *last)
{
    const char *lines[] = { first, last, "" };
    char *colon = strchr(first, ':');

    if (colon) {
        lines[1] = colon + 2;
        lines[2] = last;
        colon[1] = '\0';
    }
    for (int i = 0; i < 3; i++)
        if (!fits(x, lines[i]))
            return;
    for (int i = 0; i < 3; i++)
        put(s, x, s->y + BAND_FONT + i * LINE, class, lines[i]);
}

void timeline_band_remark(const struct drawing *s, const struct band *band,
                          size_t i, enum band_size size)
{
    char first[TIMELINE_WORDS], last[TIMELINE_WORDS], number[TEXT_NUMBER];
    int y = s->y + BAND_FONT, lane = 0;
    char class[16];

    snprintf(class, sizeof class, "n%zu", i);
    snprintf(first, sizeof first, "never sleeps: polls %s times for nothing",
             text_count(number, sizeof number, timeline_vain(band)));
    if (*timeline_label_sleep(band) != '\0')
        snprintf(first, sizeof first, "%s", timeline_label_sleep(band));
    snprintf(last, sizeof last, "all done after %d ms", text_ms(band->span));
    if (size == BAND_TALL) {
        put_beside(s, band, &lane, class, first);
        put_beside(s, band, &lane, class, last);
    } else if (size == BAND_LOW) {
        put_lines(s, timeline_band_x(end_of(band)) + SPACE, class, first,
                  last);
    } else {
        put(s, BAND_LEFT, y, class, first);
        put(s, BAND_LEFT, y + LINE, class, timeline_label_waits(band));
        put(s, BAND_LEFT, y + 2 * LINE, class, last);
    }
}

/* When the first and the last of several bands are done. */
static const char *all_done(const struct band *bands, size_t i, size_t end)
{
    static char to[TIMELINE_WORDS];
    int least = text_ms(bands[i].span), most = least;

    for (; i < end; i++) {
        int ms = text_ms(bands[i].span);

        least = ms < least ? ms : least;
        most = ms > most ? ms : most;
    }
    if (least == most)
        snprintf(to, sizeof to, "all done after %d ms", most);
    else
        snprintf(to, sizeof to, "all done after %d to %d ms", least, most);
    return to;
}

void timeline_band_brace(const struct drawing *s, const struct band *bands,
                         size_t i, size_t end)
{
    int x = 0, high = -BAND_GAP, middle;

    for (size_t j = i; j < end; j++) {
        int its = timeline_band_x(end_of(&bands[j]));

        x = its > x ? its : x;
        high += timeline_band_height(&bands[j], BAND_LOW, s->tall);
    }
    x += SPACE;
    middle = s->y + high / 2;
    if (!put(s, x + BRACE + SPACE, middle - LINE + BAND_FONT / 3, "",
             "any client can wake it:"))
        return;
    put(s, x + BRACE + SPACE, middle + BAND_FONT / 3, "", "no client waits");
    put(s, x + BRACE + SPACE, middle + LINE + BAND_FONT / 3, "",
        all_done(bands, i, end));
    fprintf(s->to, "<path class=\"brace\" d=\"M%d %dh%dv%dh%dM%d %dh%d\"/>\n",
            x, s->y + 2, BRACE, high - 4, -BRACE, x + BRACE, middle,
            SPACE - 8);
}
