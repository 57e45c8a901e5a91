/*
 * expectation.c: the answer that a client expects, compared as it comes.
 */
#include "client/expectation.h"

#include <err.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static int append(struct expectation *e, const char *bytes, size_t n)
{
    size_t left = e->end - e->begin;
    char *more = malloc(left + n + 1);

    if (!more) {
        warn("--expect");
        return -1;
    }
    if (left > 0)
        memcpy(more, e->bytes + e->begin, left);
    memcpy(more + left, bytes, n);
    free(e->bytes);
    e->bytes = more;
    e->begin = 0;
    e->end = left + n;
    return 0;
}

int expectation_open(struct expectation *e, const char *word)
{
    *e = (struct expectation){
        .same = strcmp(word, "same") == 0, .upper = strcmp(word, "upper") == 0
    };
    if (e->same || e->upper)
        return 0;
    return append(e, word, strlen(word)) == 0 ? append(e, "\n", 1) : -1;
}

int expectation_sent(struct expectation *e, const char *bytes, size_t n)
{
    if ((!e->same && !e->upper) || n == 0)
        return 0;
    if (append(e, bytes, n) == -1)
        return -1;
    for (char *c = e->bytes + e->end - n; e->upper && n > 0; c++, n--)
        if (*c >= 'a' && *c <= 'z')
            *c = (char)(*c - 'a' + 'A');
    return 0;
}

void expectation_received(struct expectation *e, const char *bytes, size_t n)
{
    for (size_t i = 0; i < n && !e->wrong; i++) {
        e->wrong = e->begin == e->end || e->bytes[e->begin] != bytes[i];
        e->begin += !e->wrong;
        e->received += !e->wrong;
    }
}

bool expectation_met(const struct expectation *e)
{
    if (e->wrong)
        warnx("the answer is another: byte %" PRIu64 " is not the expected one",
              e->received + 1);
    else if (e->begin < e->end)
        warnx("the answer is too short: %" PRIu64 " of %" PRIu64 " bytes came",
              e->received, e->received + (e->end - e->begin));
    return !e->wrong && e->begin == e->end;
}

void expectation_close(struct expectation *e)
{
    free(e->bytes);
    *e = (struct expectation){ .bytes = NULL };
}
