/*
 * atomic_file.c: writing a file so that it is complete, or unchanged.
 */
#include "lib/atomic_file.h"

#include "lib/text.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
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

/* The file to write to until it is complete. */
static const char *workplace(const char *path)
{
    static char name[PATH_MAX];

    if (in_place(path))
        return path;
    snprintf(name, sizeof name, "%s.new", path);
    return name;
}

/* A pipe is not opened as a trial: its reader would see end of file. */
static bool can_write(const char *path)
{
    const char *name = workplace(path);
    struct stat s;

    if (stat(path, &s) == 0 && S_ISDIR(s.st_mode)) {
        errno = EISDIR;
        return false;
    }
    if (name == path)
        return access(path, W_OK) == 0;
    int fd = open(name, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
    return fd >= 0 && close(fd) == 0 && unlink(name) == 0;
}

int atomic_file_try(const char *path)
{
    if (can_write(path))
        return 0;
    warn("%s", text_path(path));
    return -1;
}

FILE *atomic_file_open(const char *path)
{
    FILE *f = fopen(workplace(path), "we");

    if (!f)
        warn("%s", text_path(path));
    return f;
}

int atomic_file_close(FILE *f, const char *path)
{
    const char *name = workplace(path);
    bool written = fflush(f) == 0 && !ferror(f);

    if (fclose(f) == 0 && written
        && (name == path || rename(name, path) == 0))
        return 0;
    warn("%s", text_path(path));
    if (name != path)
        unlink(name);
    return -1;
}
