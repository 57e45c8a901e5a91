/*
 * detail.c: what is kept of an answer besides its figure.
 */
#include "compare/detail.h"

#include <math.h>

static size_t step_of(int64_t ns)
{
    double step = DETAIL_DECADE * log10((double)ns / DETAIL_LEAST);

    return step < 0 ? 0 : step < DETAIL_STEPS ? (size_t)step
        : DETAIL_STEPS - 1;
}

/* All answers so far are counted, and those of the slices before taken away. */
void detail_slice(struct detail *d)
{
    const struct histogram *h = &d->latency;
    uint32_t *slice = d->heat[d->n_slices];

    if (d->n_slices == DETAIL_SLICES)
        return;
    for (size_t i = 0; i < HISTOGRAM_SLOTS; i++)
        if (h->slot[i] > 0)
            slice[step_of(histogram_greatest(i))] += (uint32_t)h->slot[i];
    for (size_t before = 0; before < d->n_slices; before++)
        for (size_t step = 0; step < DETAIL_STEPS; step++)
            slice[step] -= d->heat[before][step];
    d->n_slices++;
}

static void put_heat(const struct detail *d, struct json_writer *to)
{
    json_list(to, "heat");
    for (size_t i = 0; i < d->n_slices; i++) {
        json_list(to, NULL);
        for (size_t step = 0; step < DETAIL_STEPS; step++)
            json_number(to, NULL, d->heat[i][step]);
        json_close(to);
    }
    json_close(to);
}

void detail_json(const struct detail *d, struct json_writer *to)
{
    if (d->latency.count > 0)
        histogram_json(&d->latency, "latency", to);
    if (d->n_firsts > 0) {
        json_list(to, "firsts");
        for (size_t i = 0; i < d->n_firsts; i++)
            json_number(to, NULL, d->firsts[i] * 1e3);
        json_close(to);
    }
    if (d->n_slices > 0)
        put_heat(d, to);
}
