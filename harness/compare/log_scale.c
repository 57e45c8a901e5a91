/*
 * log_scale.c: a logarithmic axis.
 */
#include "compare/log_scale.h"

static const double gap = 0.6;  /* of a power of ten, between 0 and the rest */

/* By squaring, for want of libm. */
static double logarithm(double x)
{
    double bits = 0;

    for (; x >= 2; bits++)
        x /= 2;
    for (; x < 1; bits--)
        x *= 2;
    for (double bit = 0.5; bit > 1e-7; bit /= 2) {
        x *= x;
        if (x >= 2) {
            x /= 2;
            bits += bit;
        }
    }
    return bits * 0.301029995663981;
}

static double clamped(const struct log_scale *s, double value)
{
    if (value < s->least)
        return s->least;
    return value > s->most ? s->most : value;
}

int log_scale_place(const struct log_scale *s, double value)
{
    double first = logarithm(s->least) - (s->zero ? gap : 0);
    double span = logarithm(s->most) - first;
    double at = s->zero && value <= 0 ? first
        : logarithm(clamped(s, value));

    if (span <= 0)
        return (s->from + s->to) / 2;
    return s->from + (int)((s->to - s->from) * (at - first) / span);
}

static double power_below(double value)
{
    double power = 1;

    while (power * 10 <= value)
        power *= 10;
    while (power > value)
        power /= 10;
    return power;
}

double log_scale_floor(double value)
{
    double power = power_below(value);

    return value >= 5 * power ? 5 * power
        : value >= 2 * power ? 2 * power : power;
}

double log_scale_ceiling(double value)
{
    double below = log_scale_floor(value);
    double power = power_below(below);

    if (below >= value)
        return below;
    return below >= 5 * power ? 10 * power
        : below >= 2 * power ? 5 * power : 2 * power;
}

double log_scale_next(const struct log_scale *s, double mark)
{
    if (s->most / s->least > 60)
        return power_below(mark) * 10;
    return log_scale_ceiling(mark * 1.01);
}
