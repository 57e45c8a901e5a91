/*
 * timeline.h: what a server and its clients did at the same time, as bars.
 *
 * Time is divided into units, a column of a terminal or a few pixels. In each
 * unit a lane shows one thing, and short things win: an answer or a system
 * call takes a whole unit, or the eye would miss it.
 */
#ifndef TIMELINE_H
#define TIMELINE_H

#include "watch/script.h"
#include "watch/trace.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum { TIMELINE_UNITS = 400, TIMELINE_TASKS = 8, TIMELINE_LANES =
       TIMELINE_TASKS + SCRIPT_CLIENTS, TIMELINE_WORDS = 80 };

enum look {
    LOOK_NOTHING,
    LOOK_RUNNING,               /* a server's: also a call that did not wait */
    LOOK_ASLEEP,
    LOOK_VAIN,
    LOOK_SILENT,                /* a client's: connected, and owed nothing */
    LOOK_WAITING,
    LOOK_DEAF,
    LOOK_ANSWERED
};

struct bar {
    int from, to;               /* units: up to, and not with, `to` */
    enum look look;
    int row;                    /* asleep: in which call (calls.h) */
    int client;                 /* and for whom: 1 is the first; 0: unknown */
    uint64_t times;             /* in vain: how often */
    int64_t span;               /* waiting, asleep: how long, in ns */
};

struct lane {
    char label[24];
    pid_t task;                 /* 0: a client's */
    struct bar bars[TIMELINE_UNITS];
    int n;
};

/* One server and its clients. */
struct band {
    char name[32];
    struct lane lanes[TIMELINE_LANES];
    int n;
    int more_tasks;             /* threads that there was no lane for */
    int64_t span;               /* how long the story took, in ns */
};

/* Draws one story and what its server did: `units` wide, which stand for
 * `span` nanoseconds from the story's begin. */
void timeline_draw(struct band *band, const struct story *story,
                   const struct trace *trace, int64_t span, int units);

/* What is to be said about a bar, in at most `most` characters: the longest
 * that fits, or "" . In a static buffer. */
const char *timeline_label(const struct bar *bar, int most);

/* About a whole band, in static buffers: in which call it sleeps, and
 * who can wake it ("": it never sleeps); which clients wait, and how long. */
const char *timeline_sleep(const struct band *band);
const char *timeline_waits(const struct band *band);

bool timeline_sleeps(const struct band *band);

/* How many calls were in vain. */
uint64_t timeline_vain(const struct band *band);

/* Prints bands that were drawn to one scale. terminal: with colours (if
 * `colour`) and in UTF-8 (if `utf8`). */
void timeline_print(const struct band *bands, size_t n,
                    const struct script *script, int64_t span, int units,
                    bool colour, bool utf8);

/* Writes a picture, 1280 wide and 720 high or more. Bands must have been drawn
 * TIMELINE_SVG_UNITS wide. Returns 0, or -1 (errno). */
enum { TIMELINE_SVG_UNITS = 360 };
int timeline_svg(FILE *to, const struct band *bands, size_t n,
                 const struct script *script, int64_t span);

#endif
