/*
 * picture.c: plays a script with servers under session, and shows what
 * they did.
 */
#include "lib/deadline.h"
#include "lib/exit_status.h"
#include "watch/call_log.h"
#include "watch/session.h"
#include "watch/timeline.h"
#include "watch/watch.h"

#include <err.h>
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { WIDTH = 80, WIDTH_LEAST = 40, LABEL_WIDTH = 10 };
enum { PLAYS = 3, STALL_NS = 15000000 };

static bool has_colour(void)
{
    return isatty(STDOUT_FILENO) && getenv("NO_COLOR") == NULL;
}

int watch_lines(const struct target *t)
{
    struct session o;
    struct call_log lines = { .server = t->name,
                           .colour = has_colour() };

    if (session_start(&o, t) == -1) {
        warnx("%s", o.server.why);
        return CANNOT;
    }
    warnx("%s listens on port %d: talk to it, for example with\n"
          "  muxlab talk 127.0.0.1:%d", t->name, o.server.port,
          o.server.port);
    lines.trace = o.trace;
    lines.begin = lines.from = deadline_now();
    while (!server_ended(&o.server)) {
        call_log_print(&lines);
        deadline_nap(deadline_in(1));
    }
    call_log_print(&lines);
    warnx("%s: %s", t->name, server_status_text(o.server.status));
    session_stop(&o);
    session_forget(&o);
    return NOT_HELD;
}

struct play {
    struct session session;
    struct story story;
};

/* Plays the script with one server; the trace stays for the picture. */
static int play_once(struct play *p, const struct watch *w,
                const struct target *t)
{
    bool told = w->lines || w->json;
    struct call_log lines = { .server = t->name, .json = w->json,
                           .colour = has_colour() };
    int result;

    if (session_start(&p->session, t) == -1) {
        warnx("%s", p->session.server.why);
        return CANNOT;
    }
    lines.trace = p->session.trace;
    lines.begin = deadline_now();
    lines.from = w->json ? 0 : lines.begin;
    result = script_play(&p->story, w->script, &p->session.server,
                         told ? call_log_print : NULL, &lines);
    session_stop(&p->session);
    if (told)
        call_log_print(&lines);
    if (result == 0)
        return ALL_HELD;
    warnx("%s: %s", t->name, p->story.why);
    return NOT_HELD;
}

/* And again, if the machine stood still meanwhile: such a picture would show
 * waits that are not the server's. */
static int play(struct play *p, const struct watch *w,
                const struct target *t)
{
    int ending = play_once(p, w, t);

    for (int more = PLAYS - 1; more > 0 && ending == ALL_HELD; more--) {
        if (w->lines || w->json || p->story.late < STALL_NS)
            break;
        session_forget(&p->session);
        ending = play_once(p, w, t);
    }
    return ending;
}

/* The columns that are left beside the labels. */
static int units(void)
{
    const char *columns = getenv("COLUMNS");
    struct winsize window = { 0 };
    int width = columns != NULL ? atoi(columns) : 0;

    if (width == 0 && ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) == 0)
        width = window.ws_col;
    if (width < WIDTH_LEAST)
        width = WIDTH;
    width -= LABEL_WIDTH + 1;
    return width < TIMELINE_UNITS ? width : TIMELINE_UNITS;
}

static void print_bands(const struct watch *w, const struct band *bands,
                        int64_t span)
{
    setlocale(LC_CTYPE, "");
    timeline_print(bands, w->n, w->script, span, units(), has_colour(),
                   strcmp(nl_langinfo(CODESET), "UTF-8") == 0);
}

static int write_svg(const struct watch *w, const struct band *bands,
                     int64_t span)
{
    FILE *to = fopen(w->svg, "we");
    int result = to == NULL ? -1 : timeline_svg(to, bands, w->n, w->script,
                                                span);

    if (to != NULL && fclose(to) == EOF)
        result = -1;
    if (result == 0)
        return ALL_HELD;
    warn("%s", w->svg);
    return CANNOT;
}

/* All to one scale: the longest story fills the width. */
static int draw(const struct watch *w, const struct play *plays)
{
    struct band *bands = calloc(w->n, sizeof *bands);
    int64_t span = 0;
    int ending = ALL_HELD;

    if (bands == NULL) {
        warn("timeline");
        return CANNOT;
    }
    for (size_t i = 0; i < w->n; i++)
        if (plays[i].story.end - plays[i].story.begin > span)
            span = plays[i].story.end - plays[i].story.begin;
    for (size_t i = 0; i < w->n; i++) {
        snprintf(bands[i].name, sizeof bands[i].name, "%s",
                 w->targets[i].name);
        timeline_draw(&bands[i], &plays[i].story, plays[i].session.trace,
                      span, w->svg != NULL ? TIMELINE_SVG_UNITS : units());
    }
    if (w->svg != NULL)
        ending = write_svg(w, bands, span);
    else
        print_bands(w, bands, span);
    free(bands);
    return ending;
}

int watch_timeline(const struct watch *w)
{
    struct play *plays = calloc(w->n, sizeof *plays);
    int ending = plays == NULL ? CANNOT : ALL_HELD;
    size_t n = 0;

    for (; n < w->n && ending != CANNOT; n++) {
        int one = play(&plays[n], w, &w->targets[n]);

        ending = one > ending ? one : ending;
        if (one == CANNOT)
            break;
    }
    if (ending != CANNOT && !w->lines && !w->json) {
        int drawn = draw(w, plays);

        ending = drawn > ending ? drawn : ending;
    }
    for (size_t i = 0; i < n; i++)
        session_forget(&plays[i].session);
    free(plays);
    return ending;
}
