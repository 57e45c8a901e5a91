/*
 * replace.c: files that are whole, or as they were.
 */
#include "replace.h"

#include <err.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static bool in_place(const char *path)
{
    struct stat s;

    return stat(path, &s) == 0 && !S_ISREG(s.st_mode);
}

/* Where it is written meanwhile. */
static const char *workplace(const char *path)
{
    static char name[PATH_MAX];

    if (in_place(path))
        return path;
    snprintf(name, sizeof name, "%s.new", path);
    return name;
}

FILE *replace_open(const char *path)
{
    FILE *f = fopen(workplace(path), "we");

    if (!f)
        warn("%s", path);
    return f;
}

int replace_close(FILE *f, const char *path)
{
    const char *name = workplace(path);
    bool written = fflush(f) == 0 && !ferror(f);

    if (fclose(f) == 0 && written
        && (name == path || rename(name, path) == 0))
        return 0;
    warn("%s", path);
    if (name != path)
        unlink(name);
    return -1;
}
