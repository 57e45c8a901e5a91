/*
 * file.c: reading a whole file.
 */
#include "lib/file.h"

#include "lib/text.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>

enum { LARGEST = 1 << 30 };

static char *read_all(FILE *f)
{
    size_t size = 0, room = 1 << 16;
    char *text = malloc(room);

    while (text) {
        size += fread(text + size, 1, room - size - 1, f);
        if (size < room - 1 || room >= LARGEST)
            break;
        char *more = realloc(text, room *= 2);
        if (!more)
            free(text);
        text = more;
    }
    if (text)
        text[size] = '\0';
    return text;
}

char *file_read(const char *path)
{
    FILE *f = fopen(path, "re");
    char *text = f ? read_all(f) : NULL;

    if (!text || ferror(f)) {
        warn("%s", text_path(path));
        free(text);
        text = NULL;
    }
    if (f)
        fclose(f);
    return text;
}
