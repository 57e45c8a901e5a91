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

enum { MOST_LINKS = 40 };       /* the kernel's own limit */

/* Where a file is written. Behind a link, the file that it names is replaced,
 * and the link stays. */
struct place {
    char real[PATH_MAX];        /* without links; empty: write in place */
    char temporary[PATH_MAX + 64];      /* in the same folder */
    bool exists;
    struct stat before;         /* if it exists */
    int error;                  /* why there can be no such file, or 0 */
};

/* Replaces a link to nothing, in path[PATH_MAX], by the file that it names. */
static void follow(char *path)
{
    char to[PATH_MAX];
    ssize_t n;

    for (int i = 0; i < MOST_LINKS
         && (n = readlink(path, to, sizeof to - 1)) > 0; i++) {
        char *slash = *to == '/' ? NULL : strrchr(path, '/');
        char *name = slash ? slash + 1 : path;
        to[n] = '\0';
        snprintf(name, (size_t)(path + PATH_MAX - name), "%s", to);
    }
}

/* A pipe and a terminal are written in place: p->real stays empty. */
static void find_place(struct place *p, const char *path)
{
    *p = (struct place){ .exists = false };
    p->exists = stat(path, &p->before) == 0;
    p->error = p->exists || (errno == ENOENT && *path) ? 0 : errno;
    if (p->error || (p->exists && !S_ISREG(p->before.st_mode)))
        return;
    if (!p->exists || !realpath(path, p->real))
        snprintf(p->real, sizeof p->real, "%s", path);
    follow(p->real);
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
    if (p.exists && S_ISDIR(p.before.st_mode))
        p.error = EISDIR;
    errno = p.error;
    if (p.error)
        return false;
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
    bool failed = ferror(f);
    struct place p;

    find_place(&p, path);
    errno = EIO;                /* why an earlier write failed is lost */
    if (fclose(f) == 0 && !failed
        && (!*p.real || rename(p.temporary, p.real) == 0))
        return 0;
    warn("%s", text_path(path));
    if (*p.real)
        unlink(p.temporary);
    return -1;
}
