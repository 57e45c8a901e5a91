/*
 * timeline.c: what a server and its clients did at the same time, as bars.
 */
#include "watch/timeline.h"

#include "watch/syscalls.h"

enum { WAIT_NS = 15000000 };

/* One unit of a lane, while it is painted. */
struct unit {
    enum bar_kind kind;
    const struct call *call;
    const struct span *state;
    uint64_t vain;
};

struct canvas {
    struct unit units[TIMELINE_UNITS];
    int width;                  /* so many of them */
    int64_t begin, span;
    int64_t end;                /* nothing is painted after */
};

static int unit_of(const struct canvas *c, int64_t moment)
{
    int64_t unit = (moment - c->begin) * c->width / c->span;

    if (unit < 0)
        return 0;
    return unit > c->width ? c->width : (int)unit;
}

/* At least `least` units, even if it took less. */
static void paint(struct canvas *c, int64_t begin, int64_t end, int least,
                  struct unit unit)
{
    int from = unit_of(c, begin);
    int to = unit_of(c, end < c->end ? end : c->end);

    if (to < from + least)
        to = from + least;
    for (; from < to && from < c->width; from++) {
        unit.vain = c->units[from].vain;
        c->units[from] = unit;
    }
}

static bool same(const struct unit *a, const struct unit *b)
{
    return a->kind == b->kind && a->call == b->call && a->state == b->state;
}

/* Neighbouring units that show the same become one bar. Calls in vain that lie
 * under something else are counted with the next bar. */
static void collect(const struct canvas *c, struct lane *lane)
{
    uint64_t vain = 0;

    for (int from = 0, to; from < c->width; from = to) {
        const struct unit *unit = &c->units[from];

        for (to = from; to < c->width && same(unit, &c->units[to]); to++)
            vain += c->units[to].vain;
        if (unit->kind == BAR_NOTHING)
            continue;
        lane->bars[lane->n] = (struct bar){
            .from = from, .to = to, .kind = unit->kind,
        };
        if (unit->call) {
            lane->bars[lane->n].row = unit->call->row;
            lane->bars[lane->n].span = unit->call->end - unit->call->begin;
        } else if (unit->state) {
            lane->bars[lane->n].span = unit->state->end - unit->state->begin;
        }
        if (unit->kind == BAR_VAIN) {
            lane->bars[lane->n].times = vain;
            vain = 0;
        }
        lane->n++;
    }
}

/* ---- clients ------------------------------------------------------------- */

/* A wait that is too short to be seen, or that may be the machine's, is left
 * out: only its answer shows. */
static void draw_client(struct lane *lane, struct canvas *c,
                        const struct script_client *p)
{
    static const enum bar_kind looks[] = {
        [CLIENT_ABSENT] = BAR_NOTHING, [CLIENT_SILENT] = BAR_SILENT,
        [CLIENT_WAITING] = BAR_WAITING, [CLIENT_DEAF] = BAR_DEAF,
    };

    for (size_t i = 0; i < p->n; i++) {
        const struct span *s = &p->spans[i];
        bool brief = (s->end - s->begin) * c->width < 2 * c->span
                     || s->end - s->begin < WAIT_NS;
        enum bar_kind kind = brief ? BAR_SILENT : looks[s->state];

        if (s->state != CLIENT_ABSENT)
            paint(c, s->begin, s->end, 1,
                  (struct unit){ .kind = kind, .state = brief ? NULL : s });
    }
    for (size_t i = 0; i + 1 < p->n; i++)
        if (p->spans[i].state == CLIENT_WAITING
            && p->spans[i + 1].state == CLIENT_SILENT)
            paint(c, p->spans[i].end, p->spans[i].end, 1,
                  (struct unit){ .kind = BAR_ANSWERED });
    collect(c, lane);
}

/* ---- the server ---------------------------------------------------------- */

/* The fork that made the process: up to there it got its descriptors from its
 * parent. */
static const struct call *birth(pid_t process, const struct trace *t)
{
    for (uint64_t i = 0; i < t->n; i++)
        if (syscall_rows[t->calls[i].row].kind == CALL_TASK
            && t->calls[i].result == process)
            return &t->calls[i];
    return t->calls;
}

/* Which client the call's descriptor belongs to: the one last accepted with it,
 * by this process or by the one it was inherited from. 0: unknown. */
static int client_of(const struct call *c, const struct trace *t,
                     const struct script_run *run)
{
    const struct call *born = birth(c->process, t);
    uint16_t number = 0;

    for (const struct call *a = t->calls; a < c; a++)
        if (syscall_rows[a->row].kind == CALL_ACCEPT && a->result == c->fd
            && (a->process == c->process || a->begin < born->begin))
            number = a->peer;
    for (int i = 0; i < run->n; i++)
        if (number != 0 && run->clients[i].number == number)
            return i + 1;
    return 0;
}

static bool overlaps(const struct canvas *c, const struct call *call)
{
    return call->end >= c->begin && call->begin <= c->end;
}

/* What is neither asleep nor in vain is left for paint_running. */
static void paint_call(struct canvas *c, const struct call *call)
{
    if (call->slept) {
        paint(c, call->begin, call->end, 0,
              (struct unit){ .kind = BAR_ASLEEP, .call = call });
    } else if (call->vain) {
        int at = unit_of(c, call->begin / 2 + call->end / 2);

        paint(c, call->begin, call->end, 1,
              (struct unit){ .kind = BAR_VAIN });
        if (at < c->width)
            c->units[at].vain += call->times;
    }
}

static void paint_running(struct canvas *c, const struct call *call)
{
    if (!call->slept && !call->vain)
        paint(c, call->begin, call->end, 1,
              (struct unit){ .kind = BAR_RUNNING });
}

/* From a thread's first call to its last; the first thread lives throughout. */
static void draw_thread(struct lane *lane, struct canvas *c, bool first,
                      const struct trace *t)
{
    int64_t begin = first ? c->begin : 0, end = c->end;

    for (uint64_t i = 0; i < t->n; i++) {
        const struct call *call = &t->calls[i];

        if (call->thread != lane->thread)
            continue;
        if (begin == 0)
            begin = call->begin;
        if (!first)
            end = call->end;
    }
    if (begin < end)
        paint(c, begin, end, 1, (struct unit){ .kind = BAR_RUNNING });
    for (uint64_t i = 0; i < t->n; i++)
        if (t->calls[i].thread == lane->thread && overlaps(c, &t->calls[i]))
            paint_call(c, &t->calls[i]);
    for (uint64_t i = 0; i < t->n; i++)
        if (t->calls[i].thread == lane->thread && overlaps(c, &t->calls[i]))
            paint_running(c, &t->calls[i]);
    collect(c, lane);
}

/* For which client is each sleep? */
static void name_clients(struct lane *lane, const struct canvas *c,
                         const struct trace *t, const struct script_run *run)
{
    for (int i = 0; i < lane->n; i++) {
        const struct call *call = c->units[lane->bars[i].from].call;

        if (call && call->fd >= 0)
            lane->bars[i].client = client_of(call, t, run);
    }
}

/* Makes a lane for the thread that made this call, if it has none. */
static void add_thread(struct band *band, const struct call *call)
{
    struct lane *lane = &band->lanes[band->n];

    for (int i = 0; i < band->n; i++)
        if (band->lanes[i].thread == call->thread)
            return;
    if (band->n == TIMELINE_THREADS) {
        band->more_threads++;
        return;
    }
    lane->thread = call->thread;
    if (band->n == 0)
        snprintf(lane->label, sizeof lane->label, "server");
    else
        snprintf(lane->label, sizeof lane->label, "%s %d",
                 call->thread == call->process ? "process" : "thread",
                 band->n + 1);
    band->n++;
}

void timeline_draw(struct band *band, const struct script_run *run,
                   const struct trace *trace, int64_t span, int units)
{
    static struct canvas canvas;
    const struct canvas blank = {
        .width = units, .begin = run->begin, .span = span,
        .end = run->end,
    };
    int threads;

    band->span = run->end - run->begin;
    for (uint64_t i = 0; i < trace->n; i++)
        if (trace->calls[i].end >= run->begin
            && trace->calls[i].begin <= run->end)
            add_thread(band, &trace->calls[i]);
    threads = band->n;
    for (int i = 0; i < threads; i++) {
        canvas = blank;
        draw_thread(&band->lanes[i], &canvas, i == 0, trace);
        name_clients(&band->lanes[i], &canvas, trace, run);
    }
    for (int i = 0; i < run->n; i++, band->n++) {
        struct lane *lane = &band->lanes[band->n];

        canvas = blank;
        snprintf(lane->label, sizeof lane->label, "client %d", i + 1);
        draw_client(lane, &canvas, &run->clients[i]);
    }
}

/* ---- what is in it ------------------------------------------------------- */

static bool has_bar(const struct band *band, enum bar_kind kind)
{
    for (int i = 0; i < band->n; i++)
        for (int j = 0; j < band->lanes[i].n; j++)
            if (band->lanes[i].bars[j].kind == kind)
                return true;
    return false;
}

bool timeline_shows(const struct band *bands, size_t n, enum bar_kind kind)
{
    for (size_t i = 0; i < n; i++)
        if (has_bar(&bands[i], kind))
            return true;
    return false;
}
