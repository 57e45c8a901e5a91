/*
 * text_words.c: what a person reads, in paragraphs, and what was meant by a
 * word that is misspelled.
 */
#include "lib/text.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST = 32 };

void text_paragraphs(FILE *to, const char *text, size_t columns)
{
    while (*text) {
        size_t n = strcspn(text, "\n");
        char *line = strndup(text, n);
        if (line && *line != ' ' && *line != '\0')
            text_wrap(to, line, 0, columns);
        else
            fprintf(to, "%.*s\n", (int)n, text);
        free(line);
        text += n + (text[n] == '\n');
    }
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* The optimal string alignment distance: how many letters must be changed,
 * added, removed or swapped with a neighbour to turn one word into the other.
 * Both are shorter than LONGEST. */
static size_t distance(const char *a, const char *b)
{
    size_t d[LONGEST + 1][LONGEST + 1], n = strlen(a), m = strlen(b);

    for (size_t i = 0; i <= n; i++)
        for (size_t j = 0; j <= m; j++) {
            if (i == 0 || j == 0) {
                d[i][j] = i + j;
                continue;
            }
            d[i][j] = least(d[i - 1][j - 1] + (a[i - 1] != b[j - 1]),
                            least(d[i - 1][j], d[i][j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                d[i][j] = least(d[i][j], d[i - 2][j - 2] + 1);
        }
    return d[n][m];
}

const char *text_meant(const char *word, const char *const *words)
{
    static char hint[LONGEST + 24];
    size_t length = strlen(word), nearest = length / 3 + 1;
    const char *meant = NULL;

    for (; length > 1 && length < LONGEST && *words; words++) {
        bool begun = length > 2 && strncmp(word, *words, length) == 0;
        size_t d = begun ? 0 : distance(word, *words);
        if (strlen(*words) >= LONGEST || d >= nearest)
            continue;
        nearest = d;
        meant = *words;
    }
    hint[0] = '\0';
    if (meant)
        snprintf(hint, sizeof hint, "; did you mean '%s'?", meant);
    return hint;
}
