/*
 * histogram.c: a log-linear histogram.
 */
#include "load/histogram.h"

#include <inttypes.h>
#include <math.h>

enum { TICKS = 5 };             /* rows of the spectrum until half is left */

/* The 8 top bits of a value choose the slot, and how many bits are below them
 * chooses the power of two. */
static size_t slot_of(uint64_t value)
{
    unsigned top = 63 - (unsigned)__builtin_clzll(value | HISTOGRAM_FINE);
    unsigned shift = top - 7;

    if (top >= HISTOGRAM_BITS)
        return HISTOGRAM_SLOTS - 1;
    return (size_t)(shift * HISTOGRAM_FINE + (value >> shift));
}

int64_t histogram_greatest(size_t slot)
{
    size_t shift = slot < 2 * HISTOGRAM_FINE ? 0 : slot / HISTOGRAM_FINE - 1;
    int64_t top = (int64_t)(slot - shift * HISTOGRAM_FINE);

    return ((top + 1) << shift) - 1;
}

void histogram_add(struct histogram *h, int64_t value)
{
    if (value < 0)
        value = 0;
    if (h->count == 0 || value < h->min)
        h->min = value;
    if (value > h->max)
        h->max = value;
    h->count++;
    h->sum += (double)value;
    h->slot[slot_of((uint64_t)value)]++;
}

double histogram_mean(const struct histogram *h)
{
    return h->count == 0 ? 0 : h->sum / (double)h->count;
}

/* The value at a fraction of all, and in *below how many are not above it. */
static int64_t value_at(const struct histogram *h, double fraction,
                        uint64_t *below)
{
    /* A little less, or 99.9 % of 1000 would be the last. */
    double rank = fraction * (double)h->count * (1 - 1e-12);
    size_t i = 0;

    *below = h->slot[0];
    while (i + 1 < HISTOGRAM_SLOTS
           && (*below == 0 || (double)*below < rank))
        *below += h->slot[++i];
    if (*below >= h->count)
        return h->max;
    return histogram_greatest(i);
}

int64_t histogram_percentile(const struct histogram *h, double percent)
{
    uint64_t below;

    return value_at(h, percent / 100, &below);
}

/* Each slot stands for its greatest value, so this is as exact as they are. */
static double deviation(const struct histogram *h)
{
    double mean = histogram_mean(h), squares = 0;

    for (size_t i = 0; i < HISTOGRAM_SLOTS; i++) {
        double off = (double)histogram_greatest(i) - mean;

        squares += (double)h->slot[i] * off * off;
    }
    return h->count == 0 ? 0 : sqrt(squares / (double)h->count);
}

/* 0, 0.1, .. 0.4, 0.5, 0.55, .. 0.7, 0.75, 0.775, ..: five ticks for each half
 * of what is left. */
static double tick(int i)
{
    double left = 1;

    for (int halves = i / TICKS; halves > 0; halves--)
        left /= 2;
    return 1 - left + left / 2 * (i % TICKS) / TICKS;
}

void histogram_print_hgrm(const struct histogram *h, FILE *to, double unit)
{
    uint64_t below;
    int64_t value = value_at(h, 0, &below);

    fprintf(to, "%12s %14s %10s %14s\n\n", "Value", "Percentile",
            "TotalCount", "1/(1-Percentile)");
    for (int i = 0; below < h->count; value = value_at(h, tick(++i), &below))
        fprintf(to, "%12.3f %14.12f %10" PRIu64 " %14.2f\n",
                (double)value / unit, tick(i), below, 1 / (1 - tick(i)));
    fprintf(to, "%12.3f %14.12f %10" PRIu64 "\n", (double)h->max / unit, 1.0,
            h->count);
    fprintf(to, "#[Mean    = %12.3f, StdDeviation   = %12.3f]\n",
            histogram_mean(h) / unit, deviation(h) / unit);
    fprintf(to, "#[Max     = %12.3f, Total count    = %12" PRIu64 "]\n",
            (double)h->max / unit, h->count);
    fprintf(to, "#[Buckets = %12d, SubBuckets     = %12d]\n",
            HISTOGRAM_BITS - 7, 2 * HISTOGRAM_FINE);
}

void histogram_json(const struct histogram *h, const char *name,
                    struct json_writer *to)
{
    json_object(to, name);
    json_number(to, "count", (double)h->count);
    json_number(to, "min", (double)h->min);
    json_number(to, "max", (double)h->max);
    json_number(to, "sum", h->sum);
    json_list(to, "slots");
    for (size_t i = 0; i < HISTOGRAM_SLOTS; i++) {
        if (h->slot[i] == 0)
            continue;
        json_list(to, NULL);
        json_number(to, NULL, (double)histogram_greatest(i));
        json_number(to, NULL, (double)h->slot[i]);
        json_close(to);
    }
    json_close(to);
    json_close(to);
}
