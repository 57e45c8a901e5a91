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
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Where a file is written. Behind a link, the file that it names is replaced,
 * and the link stays. */
struct place {
    const char *path;           /* as it was given */
    char real[PATH_MAX];        /* without links; empty: write in place */
    char temporary[PATH_MAX + 64];      /* in the same folder */
    bool exists;
    struct stat before;         /* if it exists */
};

/* A pipe, a terminal, and a link to nothing are written in place. */
static void find_place(struct place *p, const char *path)
{
    struct stat link;

    *p = (struct place){ .path = path };
    p->exists = stat(path, &p->before) == 0;
    if (p->exists ? !S_ISREG(p->before.st_mode) : lstat(path, &link) == 0)
        return;
    if (!realpath(path, p->real))
        snprintf(p->real, sizeof p->real, "%s", path);
    const char *slash = strrchr(p->real, '/');
    const char *name = slash ? slash + 1 : p->real;
    snprintf(p->temporary, sizeof p->temporary, "%.*s.%.200s.muxlab-%d",
             (int)(name - p->real), p->real, name, getpid());
}

/* Opens the temporary file, whose name is no other's, with the rights of the
 * one that it replaces. */
static int open_temporary(const struct place *p)
{
    int fd = open(p->temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);

    if (fd < 0 || !p->exists)
        return fd;
    if (fchown(fd, p->before.st_uid, p->before.st_gid) == -1)
        errno = 0;              /* ours from now on */
    fchmod(fd, p->before.st_mode & 07777);
    return fd;
}

/* A pipe is not opened as a trial: its reader would see end of file. */
static bool can_write(const char *path)
{
    struct place p;

    find_place(&p, path);
    if (p.exists && S_ISDIR(p.before.st_mode)) {
        errno = EISDIR;
        return false;
    }
    if (p.exists && access(path, W_OK) == -1)
        return false;
    if (!*p.real)
        return true;
    int fd = open_temporary(&p);
    return fd >= 0 && close(fd) == 0 && unlink(p.temporary) == 0;
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
    struct place p;

    find_place(&p, path);
    int fd = *p.real ? open_temporary(&p)
        : open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    FILE *f = fd < 0 ? NULL : fdopen(fd, "w");
    if (!f)
        warn("%s", text_path(path));
    return f;
}

int atomic_file_close(FILE *f, const char *path)
{
    bool written = fflush(f) == 0 && !ferror(f);
    struct place p;

    find_place(&p, path);
    if (fclose(f) == 0 && written
        && (!*p.real || rename(p.temporary, p.real) == 0))
        return 0;
    warn("%s", text_path(path));
    if (*p.real)
        unlink(p.temporary);
    return -1;
}
