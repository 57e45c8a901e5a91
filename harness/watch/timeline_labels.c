/*
 * timeline_labels.c: labels for bars and bands, as long as fits.
 */
#include "watch/timeline.h"

#include "lib/text.h"
#include "watch/syscalls.h"

#include <string.h>

enum { SHORTEST = 3 };

/* The call's name in a C program: libc's select is pselect6 in the kernel; and
 * on arm64, which lacks the older calls, its poll is ppoll. */
static const char *known_as(int row)
{
    const char *name = syscall_rows[row].name;

    if (strcmp(name, "pselect6") == 0)
        return "select";
    if (strcmp(name, "rt_sigtimedwait") == 0)
        return "sigtimedwait";
    if (strcmp(name, "wait4") == 0)
        return "waitpid";
#ifdef __aarch64__
    if (strcmp(name, "ppoll") == 0)
        return "poll";
    if (strcmp(name, "epoll_pwait") == 0)
        return "epoll_wait";
#endif
    return name;
}

/* In a call that waits for many. */
static void asleep_for_all(char *to, size_t size, const char *call,
                           int variant)
{
    if (variant == 0)
        snprintf(to, size, "asleep in %s: any client can wake it", call);
    else if (variant == 1)
        snprintf(to, size, "%s: any client", call);
    else
        snprintf(to, size, "%s", call);
}

/* In a call on one descriptor. */
static void asleep_for_one(char *to, size_t size, const char *call,
                           int variant, int client)
{
    if (variant == 0)
        snprintf(to, size, "asleep in %s: only client %d can wake it", call,
                 client);
    else if (variant == 1)
        snprintf(to, size, "asleep in %s: only client %d", call, client);
    else if (variant == 2)
        snprintf(to, size, "%s: only client %d", call, client);
    else
        snprintf(to, size, "%s: client %d", call, client);
}

static void asleep(char *to, size_t size, const struct bar *b, int variant)
{
    const char *call = known_as(b->row);

    if (syscall_rows[b->row].kind == CALL_WAIT)
        asleep_for_all(to, size, call, variant);
    else if (b->client > 0)
        asleep_for_one(to, size, call, variant, b->client);
    else
        snprintf(to, size, "%s%s", variant < 2 ? "asleep in " : "", call);
}

static void in_vain(char *to, size_t size, const struct bar *b, int variant)
{
    char number[TEXT_NUMBER];
    const char *times = text_count(number, sizeof number, b->times);

    if (variant == 0)
        snprintf(to, size, "polls %s times for nothing", times);
    else
        snprintf(to, size, "%s%s", times, variant == 1 ? " for nothing" : "");
}

static void waiting(char *to, size_t size, const struct bar *b, int variant)
{
    const char *before = variant < 2 ? "waits " : "";

    snprintf(to, size, "%s%d ms%s", before, text_ms(b->span),
             variant == 0 ? " for its answer" : "");
}

const char *timeline_label(const struct bar *b, int most)
{
    static char to[TIMELINE_WORDS];

    for (int variant = 0; variant <= SHORTEST; variant++) {
        to[0] = '\0';
        if (b->kind == BAR_ASLEEP)
            asleep(to, sizeof to, b, variant);
        else if (b->kind == BAR_VAIN)
            in_vain(to, sizeof to, b, variant);
        else if (b->kind == BAR_WAITING)
            waiting(to, sizeof to, b, variant);
        else if (b->kind == BAR_DEAF)
            snprintf(to, sizeof to, "does not read");
        if ((int)strlen(to) <= most)
            return to;
    }
    return "";
}

/* ---- about a whole band -------------------------------------------------- */

/* A sleep whose end we can explain is preferred; then the longer one. */
static bool tells_more(const struct bar *b, const struct bar *than)
{
    bool one = b->client > 0 || syscall_rows[b->row].kind == CALL_WAIT;
    bool other = than->client > 0 || syscall_rows[than->row].kind == CALL_WAIT;

    return one == other ? b->span > than->span : one;
}

/* NULL: it never sleeps. */
static const struct bar *telling_sleep(const struct band *band)
{
    const struct bar *best = NULL;

    for (int i = 0; i < band->n; i++)
        for (int j = 0; j < band->lanes[i].n; j++) {
            const struct bar *b = &band->lanes[i].bars[j];

            if (b->kind == BAR_ASLEEP && (!best || tells_more(b, best)))
                best = b;
        }
    return best;
}

const char *timeline_label_sleep(const struct band *band)
{
    static char to[TIMELINE_WORDS];
    const struct bar *b = telling_sleep(band);

    to[0] = '\0';
    if (!b)
        return to;
    if (b->client > 0 && band->lanes[1].thread != 0)
        snprintf(to, sizeof to, "each asleep in %s, for one client",
                 known_as(b->row));
    else if (b->client > 0)
        snprintf(to, sizeof to, "asleep in %s: only that one client can wake "
                 "it", known_as(b->row));
    else
        asleep(to, sizeof to, b, 0);
    return to;
}

/* The longest wait in a client's lane, in ns. */
static int64_t longest_wait(const struct lane *lane)
{
    int64_t longest = 0;

    for (int i = 0; i < lane->n; i++)
        if (lane->bars[i].kind == BAR_WAITING
            && lane->bars[i].span > longest)
            longest = lane->bars[i].span;
    return longest;
}

const char *timeline_label_waits(const struct band *band)
{
    static char to[TIMELINE_WORDS];
    size_t size = 0;

    snprintf(to, sizeof to, "every client is answered at once");
    for (int i = 0; i < band->n && size < sizeof to; i++) {
        int64_t wait = longest_wait(&band->lanes[i]);

        if (wait > 0)
            size += (size_t)snprintf(to + size, sizeof to - size,
                                     "%s%s waits %d ms", size > 0 ? ", " : "",
                                     band->lanes[i].label, text_ms(wait));
    }
    return to;
}

bool timeline_sleeps_for_all(const struct band *band)
{
    const struct bar *b = telling_sleep(band);

    return b && syscall_rows[b->row].kind == CALL_WAIT;
}

int64_t timeline_wait(const struct band *band, const struct lane **whose)
{
    int64_t longest = 0;

    for (int i = 0; i < band->n; i++) {
        int64_t wait = longest_wait(&band->lanes[i]);

        if (wait <= longest)
            continue;
        longest = wait;
        *whose = &band->lanes[i];
    }
    return longest;
}

uint64_t timeline_vain(const struct band *band)
{
    uint64_t sum = 0;

    for (int i = 0; i < band->n; i++)
        for (int j = 0; j < band->lanes[i].n; j++)
            sum += band->lanes[i].bars[j].times;
    return sum;
}
