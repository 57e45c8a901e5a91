/*
 * log_scale.c: a logarithmic axis.
 */
#include "compare/log_scale.h"

#include <math.h>

static const double gap = 0.6;  /* of a power of ten, between 0 and the rest */

int log_scale_place(const struct log_scale *s, double value)
{
    double first = log10(s->least) - (s->zero ? gap : 0);
    double span = log10(s->most) - first;
    double within = fmin(fmax(value, s->least), s->most);
    double at = s->zero && value <= 0 ? first : log10(within);

    if (span <= 0)
        return (s->from + s->to) / 2;
    return s->from + (int)((s->to - s->from) * (at - first) / span);
}

/* A little more than the power of ten, so that 1000 is not taken for 999.9. */
static double power_below(double value)
{
    return pow(10, floor(log10(value) + 1e-9));
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
