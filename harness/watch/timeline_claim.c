/*
 * timeline_claim.c: what the picture shows, in a sentence or two.
 */
#include "watch/timeline.h"

#include "lib/text.h"

enum { CLAIM = 160 };

/* The band with the longest wait; NULL: no client waits. *waiting: how many
 * bands have one. */
static const struct band *find_longest(const struct band *bands, size_t n,
                                       const struct lane **whose,
                                       size_t *waiting)
{
    const struct band *longest = NULL;
    int64_t most = 0;

    *waiting = 0;
    for (size_t i = 0; i < n; i++) {
        const struct lane *lane;
        int64_t wait = timeline_wait(&bands[i], &lane);

        *waiting += wait > 0;
        if (wait <= most)
            continue;
        most = wait;
        longest = &bands[i];
        *whose = lane;
    }
    return longest;
}

/* No client waits; then the price is what matters. */
static void claim_alone(char to[CLAIM], const struct band *band)
{
    char number[TEXT_NUMBER];

    if (timeline_sleeps_for_all(band))
        snprintf(to, CLAIM, "With %s, no client waits: any can wake it.",
                 band->name);
    else if (*timeline_label_sleep(band) == '\0')
        snprintf(to, CLAIM, "With %s, no client waits, but it polls %s times "
                 "for nothing.", band->name,
                 text_count(number, sizeof number, timeline_vain(band)));
    else
        snprintf(to, CLAIM, "With %s, no client waits.", band->name);
}

const char *timeline_claim(const struct band *bands, size_t n)
{
    static const char *const numbers[] = {
        "zero", "one", "two", "three", "four", "five", "six", "seven"
    };
    static char to[CLAIM];
    const struct lane *whose = NULL;
    size_t waiting;
    const struct band *longest = find_longest(bands, n, &whose, &waiting);
    int ms = longest ? text_ms(timeline_wait(longest, &whose)) : 0;

    if (!longest && n == 1)
        claim_alone(to, &bands[0]);
    else if (!longest)
        snprintf(to, sizeof to, "No client waits.");
    else if (n == 1 || waiting > 1)
        snprintf(to, sizeof to, "With %s, %s waits %d ms.", longest->name,
                 whose->label, ms);
    else if (n == 2)
        snprintf(to, sizeof to, "With %s, %s waits %d ms. With %s, no "
                 "client waits.", longest->name, whose->label, ms,
                 bands[longest == bands].name);
    else
        snprintf(to, sizeof to, "With %s, %s waits %d ms. With the other %s, "
                 "no client waits.", longest->name, whose->label, ms,
                 numbers[n - 1]);
    return to;
}
