/*
 * timeline.h: what a server and its clients did at the same time, as bars.
 *
 * Time is divided into units: a column of a terminal, or a few pixels. In each
 * unit a lane shows one thing, and what is short wins: an answer or a system
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

enum { TIMELINE_UNITS = 400, TIMELINE_THREADS = 8, TIMELINE_LANES =
       TIMELINE_THREADS + SCRIPT_CLIENTS, TIMELINE_WORDS = 80 };

enum bar_kind {
    BAR_NOTHING,
    BAR_RUNNING,                /* a server; also a call that did not wait */
    BAR_ASLEEP,
    BAR_VAIN,
    BAR_SILENT,                 /* a client: connected, and owed nothing */
    BAR_WAITING,
    BAR_DEAF,
    BAR_ANSWERED
};

struct bar {
    int from, to;               /* units: from <= unit < to */
    enum bar_kind kind;
    int row;                    /* asleep: in which call (syscalls.h), */
    int client;                 /*   for which client: 1, 2 ...; 0: unknown */
    uint64_t times;             /* in vain: how often */
    int64_t span;               /* waiting, asleep: how long, in ns */
};

struct lane {
    char label[24];
    pid_t thread;               /* the server's; 0: a client's lane */
    struct bar bars[TIMELINE_UNITS];
    int n;
};

/* One server and its clients. */
struct band {
    char name[32];
    struct lane lanes[TIMELINE_LANES];
    int n;
    int more_threads;           /* those that have no lane */
    int64_t span;               /* how long the run took, in ns */
};

/* Draws one run and what its server did: `units` wide, which stand for `span`
 * nanoseconds from the run's begin. */
void timeline_draw(struct band *band, const struct script_run *run,
                   const struct trace *trace, int64_t span, int units);

/* The longest label for a bar that has at most `most` characters, or "". In a
 * static buffer. */
const char *timeline_label(const struct bar *bar, int most);

/* About a whole band, in static buffers: in which call it sleeps, and which
 * client can wake it ("": it never sleeps); which clients wait, how long. */
const char *timeline_label_sleep(const struct band *band);
const char *timeline_label_waits(const struct band *band);

/* What n bands show, in a sentence or two: which clients wait, and how long.
 * In a static buffer. */
const char *timeline_claim(const struct band *bands, size_t n);

/* Is there a bar of that kind in any of the bands? */
bool timeline_shows(const struct band *bands, size_t n, enum bar_kind kind);

/* How many calls were in vain; the longest wait in ns, 0: no client waits, and
 * in whose lane it is. */
uint64_t timeline_vain(const struct band *band);
int64_t timeline_wait(const struct band *band, const struct lane **whose);

/* Is it asleep in a call that any client can end? */
bool timeline_sleeps_for_all(const struct band *band);

/* Prints bands that were drawn timeline_text_units() wide, with the colours and
 * characters that stdout can show. */
int timeline_text_units(void);
void timeline_text(const struct band *bands, size_t n,
                   const struct script *script, int64_t span, int units);

/* Writes a picture, 1280 wide and 720 high or more. The bands must have been
 * drawn TIMELINE_SVG_UNITS wide. Returns 0, or -1 (errno). */
enum { TIMELINE_SVG_UNITS = 360 };
int timeline_svg(FILE *to, const struct band *bands, size_t n,
                 const struct script *script, int64_t span);

#endif
