/*
 * picture.c: plays a script with servers under observation, and shows what
 * they did.
 */
#include "watch/picture.h"

#include "lib/atomic_file.h"
#include "lib/deadline.h"
#include "lib/exit_status.h"
#include "watch/call_log.h"
#include "watch/session.h"
#include "watch/timeline.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>

enum { PLAYS = 3, STALL_NS = 15000000 };

struct play {
    struct session session;
    struct script_run run;
};

/* Plays the script with one server; the trace stays for the picture. */
static int play_once(struct play *play, const struct picture *p,
                     const struct target *t)
{
    bool told = p->lines || p->json;
    struct call_log log = { .server = t->name, .json = p->json,
                            .datagrams = t->by == BY_UDP };
    int result;

    if (session_start(&play->session, t, p->inject) == -1) {
        warnx("%s", play->session.server.why);
        return CANNOT;
    }
    log.trace = play->session.trace;
    log.begin = deadline_now();
    log.from = p->json ? 0 : log.begin;
    result = script_play(&play->run, p->script, &play->session.server,
                         told ? call_log_print : NULL, &log);
    session_stop(&play->session);
    if (told)
        call_log_print(&log);
    if (result == 0)
        return ALL_HELD;
    warnx("%s: %s", t->name, play->run.why);
    return NOT_HELD;
}

/* Plays it again if the machine stood still meanwhile: that picture would show
 * waits that are not the server's. */
static int play(struct play *play, const struct picture *p,
                const struct target *t)
{
    int ending = play_once(play, p, t);

    for (int more = PLAYS - 1; more > 0 && ending == ALL_HELD; more--) {
        if (p->lines || p->json || play->run.late < STALL_NS)
            break;
        session_forget(&play->session);
        ending = play_once(play, p, t);
    }
    return ending;
}

static int write_svg(const struct picture *p, const struct band *bands,
                     size_t n, int64_t span)
{
    FILE *to = p->to ? p->to : atomic_file_open(p->svg);

    if (!to)
        return CANNOT;
    int drawn = timeline_svg(to, bands, n, p->script, span);
    if (!p->to && atomic_file_close(to, p->svg) == -1)
        return CANNOT;
    return drawn == 0 ? ALL_HELD : CANNOT;
}

/* All to one scale: the longest run fills the width. */
static int draw(const struct picture *p, const struct target *targets,
                const struct play *plays, size_t n)
{
    struct band *bands = calloc(n, sizeof *bands);
    int units = p->svg || p->to ? TIMELINE_SVG_UNITS : timeline_text_units();
    int64_t span = 0;
    int ending = ALL_HELD;

    if (!bands) {
        warn("timeline");
        return CANNOT;
    }
    for (size_t i = 0; i < n; i++)
        if (plays[i].run.end - plays[i].run.begin > span)
            span = plays[i].run.end - plays[i].run.begin;
    for (size_t i = 0; i < n; i++) {
        snprintf(bands[i].name, sizeof bands[i].name, "%s", targets[i].name);
        timeline_draw(&bands[i], &plays[i].run, plays[i].session.trace, span,
                      units);
    }
    if (p->svg || p->to)
        ending = write_svg(p, bands, n, span);
    else
        timeline_text(bands, n, p->script, span, units);
    free(bands);
    return ending;
}

int picture_show(const struct picture *p, const struct target *targets,
                 size_t n)
{
    if (p->svg && !p->to && atomic_file_try(p->svg) == -1)
        return CANNOT;

    struct play *plays = calloc(n, sizeof *plays);
    int ending = plays ? ALL_HELD : CANNOT;
    size_t played = 0;

    for (; played < n && ending != CANNOT; played++) {
        int one = play(&plays[played], p, &targets[played]);

        ending = one > ending ? one : ending;
        if (one == CANNOT)
            break;
    }
    if (ending != CANNOT && !p->lines && !p->json) {
        int drawn = draw(p, targets, plays, n);

        ending = drawn > ending ? drawn : ending;
    }
    for (size_t i = 0; i < played; i++)
        session_forget(&plays[i].session);
    free(plays);
    return ending;
}
