/*
 * timeline.c: what a server and its clients did at the same time, as bars.
 */
#include "watch/timeline.h"

#include "watch/syscalls.h"

/* One unit of a lane, while it is being painted. */
struct cell {
    enum look look;
    const struct call *call;
    const struct span *state;
    uint64_t vain;
};

struct canvas {
    struct cell cells[TIMELINE_UNITS];
    int units;
    int64_t begin, span;
    int64_t end;                /* nothing is painted after */
};

static int unit_of(const struct canvas *c, int64_t moment)
{
    int64_t unit = (moment - c->begin) * c->units / c->span;

    if (unit < 0)
        return 0;
    return unit > c->units ? c->units : (int)unit;
}

/* At least so many units, even for what took less. */
static void paint(struct canvas *c, int64_t begin, int64_t end, int least,
                  struct cell cell)
{
    int from = unit_of(c, begin);
    int to = unit_of(c, end < c->end ? end : c->end);

    if (to < from + least)
        to = from + least;
    for (; from < to && from < c->units; from++) {
        cell.vain = c->cells[from].vain;
        c->cells[from] = cell;
    }
}

static bool same(const struct cell *a, const struct cell *b)
{
    return a->look == b->look && a->call == b->call && a->state == b->state;
}

/* Neighbouring cells that show the same become one bar. Vain calls that lie
 * under something else count with the next bar. */
static void collect(const struct canvas *c, struct lane *lane)
{
    uint64_t vain = 0;

    for (int from = 0, to; from < c->units; from = to) {
        const struct cell *cell = &c->cells[from];

        for (to = from; to < c->units && same(cell, &c->cells[to]); to++)
            vain += c->cells[to].vain;
        if (cell->look == LOOK_NOTHING)
            continue;
        lane->bars[lane->n] = (struct bar){
            .from = from, .to = to, .look = cell->look,
        };
        if (cell->call != NULL) {
            lane->bars[lane->n].row = cell->call->row;
            lane->bars[lane->n].span = cell->call->end - cell->call->begin;
        } else if (cell->state != NULL) {
            lane->bars[lane->n].span = cell->state->end - cell->state->begin;
        }
        if (cell->look == LOOK_VAIN) {
            lane->bars[lane->n].times = vain;
            vain = 0;
        }
        lane->n++;
    }
}

/* ---- clients ------------------------------------------------------------- */

/* What is answered at once shows as an answer alone. */
static void draw_client(struct lane *lane, struct canvas *c,
                        const struct player *p)
{
    static const enum look looks[] = {
        [CLIENT_ABSENT] = LOOK_NOTHING, [CLIENT_SILENT] = LOOK_SILENT,
        [CLIENT_WAITING] = LOOK_WAITING, [CLIENT_DEAF] = LOOK_DEAF,
    };

    for (size_t i = 0; i < p->n; i++) {
        const struct span *s = &p->spans[i];
        bool brief = (s->end - s->begin) * c->units < 2 * c->span;
        enum look look = brief ? LOOK_SILENT : looks[s->state];

        if (s->state != CLIENT_ABSENT)
            paint(c, s->begin, s->end, 1,
                  (struct cell){ .look = look, .state = brief ? NULL : s });
    }
    for (size_t i = 0; i + 1 < p->n; i++)
        if (p->spans[i].state == CLIENT_WAITING &&
            p->spans[i + 1].state == CLIENT_SILENT)
            paint(c, p->spans[i].end, p->spans[i].end, 1,
                  (struct cell){ .look = LOOK_ANSWERED });
    collect(c, lane);
}

/* ---- the server ---------------------------------------------------------- */

/* Up to which call descriptors came to that process from its parent: to the
 * fork that made it. */
static const struct call *birth(pid_t process, const struct trace *t)
{
    for (uint64_t i = 0; i < t->n; i++)
        if (syscall_rows[t->calls[i].row].kind == CALL_TASK &&
            t->calls[i].result == process)
            return &t->calls[i];
    return t->calls;
}

/* Which client has that descriptor at that time: the one who was last accepted
 * with it, here or by whom it was inherited from. 0: none that we know. */
static int client_of(const struct call *c, const struct trace *t,
                     const struct story *story)
{
    const struct call *born = birth(c->process, t);
    uint16_t port = 0;

    for (const struct call *a = t->calls; a < c; a++)
        if (a->peer != 0 && a->result == c->fd &&
            (a->process == c->process || a->begin < born->begin))
            port = a->peer;
    for (int i = 0; i < story->n; i++)
        if (port != 0 && story->players[i].port == port)
            return i + 1;
    return 0;
}

static bool overlaps(const struct canvas *c, const struct call *call)
{
    return call->end >= c->begin && call->begin <= c->end;
}

/* Where a call is neither asleep nor in vain, its thread runs. */
static void paint_call(struct canvas *c, const struct call *call)
{
    if (call->slept) {
        paint(c, call->begin, call->end, 0,
              (struct cell){ .look = LOOK_ASLEEP, .call = call });
    } else if (call->vain) {
        int at = unit_of(c, call->begin / 2 + call->end / 2);

        paint(c, call->begin, call->end, 1,
              (struct cell){ .look = LOOK_VAIN });
        if (at < c->units)
            c->cells[at].vain += call->times;
    }
}

static void paint_running(struct canvas *c, const struct call *call)
{
    if (!call->slept && !call->vain)
        paint(c, call->begin, call->end, 1,
              (struct cell){ .look = LOOK_RUNNING });
}

/* From a thread's first call to its last; the first thread lives throughout. */
static void draw_task(struct lane *lane, struct canvas *c, bool first,
                      const struct trace *t)
{
    int64_t begin = first ? c->begin : 0, end = c->end;

    for (uint64_t i = 0; i < t->n; i++) {
        const struct call *call = &t->calls[i];

        if (call->thread != lane->task)
            continue;
        if (begin == 0)
            begin = call->begin;
        if (!first)
            end = call->end;
    }
    if (begin < end)
        paint(c, begin, end, 1, (struct cell){ .look = LOOK_RUNNING });
    for (uint64_t i = 0; i < t->n; i++)
        if (t->calls[i].thread == lane->task && overlaps(c, &t->calls[i]))
            paint_call(c, &t->calls[i]);
    for (uint64_t i = 0; i < t->n; i++)
        if (t->calls[i].thread == lane->task && overlaps(c, &t->calls[i]))
            paint_running(c, &t->calls[i]);
    collect(c, lane);
}

/* Whom each sleep is for. */
static void name_clients(struct lane *lane, const struct canvas *c,
                         const struct trace *t, const struct story *story)
{
    for (int i = 0; i < lane->n; i++) {
        const struct call *call = c->cells[lane->bars[i].from].call;

        if (call != NULL && call->fd >= 0)
            lane->bars[i].client = client_of(call, t, story);
    }
}

/* Makes a lane for the thread that made this call, if it has none. */
static void note_task(struct band *band, const struct call *call)
{
    struct lane *lane = &band->lanes[band->n];

    for (int i = 0; i < band->n; i++)
        if (band->lanes[i].task == call->thread)
            return;
    if (band->n == TIMELINE_TASKS) {
        band->more_tasks++;
        return;
    }
    lane->task = call->thread;
    if (band->n == 0)
        snprintf(lane->label, sizeof lane->label, "server");
    else
        snprintf(lane->label, sizeof lane->label, "%s %d",
                 call->thread == call->process ? "process" : "thread",
                 band->n + 1);
    band->n++;
}

void timeline_draw(struct band *band, const struct story *story,
                   const struct trace *trace, int64_t span, int units)
{
    static struct canvas canvas;
    const struct canvas blank = {
        .units = units, .begin = story->begin, .span = span,
        .end = story->end,
    };
    int tasks;

    band->span = story->end - story->begin;
    for (uint64_t i = 0; i < trace->n; i++)
        if (trace->calls[i].end >= story->begin &&
            trace->calls[i].begin <= story->end)
            note_task(band, &trace->calls[i]);
    tasks = band->n;
    for (int i = 0; i < tasks; i++) {
        canvas = blank;
        draw_task(&band->lanes[i], &canvas, i == 0, trace);
        name_clients(&band->lanes[i], &canvas, trace, story);
    }
    for (int i = 0; i < story->n; i++, band->n++) {
        struct lane *lane = &band->lanes[band->n];

        canvas = blank;
        snprintf(lane->label, sizeof lane->label, "client %d", i + 1);
        draw_client(lane, &canvas, &story->players[i]);
    }
}
