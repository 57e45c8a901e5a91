/*
 * grade_files.c: a submission's files, hashed, copied and removed.
 *
 * A submission may hold anything: links that lead out of it, pipes on which an
 * open blocks, folders without end. Nothing but plain files is opened.
 */
#include "check/grade.h"

#include "lib/hash.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_BYTES = 64 << 20, MOST_FILES = 10000, MOST_DEEP = 32 };

struct copy {
    uid_t user;
    gid_t group;
    uint64_t hash;
    long bytes, files, depth;
};

static int copy_folder(struct copy *c, int from, int to);

static int write_all(int to, const char *bytes, size_t n)
{
    while (n > 0) {
        ssize_t went = write(to, bytes, n);

        if (went < 0)
            return -1;
        bytes += went;
        n -= (size_t)went;
    }
    return 0;
}

static int copy_bytes(struct copy *c, int from, int to)
{
    char bytes[65536];
    ssize_t n;

    while ((n = read(from, bytes, sizeof bytes)) > 0) {
        c->hash = hash_bytes(c->hash, bytes, (size_t)n);
        c->bytes += n;
        if (c->bytes > MOST_BYTES) {
            errno = EFBIG;
            return -1;
        }
        if (to >= 0 && write_all(to, bytes, (size_t)n) == -1)
            return -1;
    }
    return (int)n;
}

/* Gives what was made to its user. */
static int give(const struct copy *c, int fd)
{
    return c->user ? fchown(fd, c->user, c->group) : 0;
}

static int copy_link(struct copy *c, int from, int to, const char *name)
{
    char target[PATH_MAX] = "";

    if (readlinkat(from, name, target, sizeof target - 1) < 0)
        return -1;
    c->hash = hash_text(c->hash, target);
    return to < 0 ? 0 : symlinkat(target, to, name);
}

static int copy_file(struct copy *c, int from, int to, const char *name,
                     mode_t mode)
{
    int in = openat(from, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    int out = to < 0 ? -1 : openat(to, name, O_WRONLY | O_CREAT | O_EXCL
                                   | O_CLOEXEC, 0600 | (mode & 0100));
    int result = in < 0 || (to >= 0 && out < 0) ? -1 : copy_bytes(c, in, out);

    if (result == 0 && out >= 0)
        result = give(c, out);
    if (in >= 0)
        close(in);
    if (out >= 0)
        close(out);
    return result;
}

static int copy_subfolder(struct copy *c, int from, int to, const char *name)
{
    int in = openat(from, name,
                    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    int out = -1, result = in < 0 ? -1 : 0;

    if (result == 0 && to >= 0) {
        result = mkdirat(to, name, 0700);
        out = openat(to, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        result = result == -1 || out < 0 ? -1 : give(c, out);
    }
    if (result == 0)
        result = copy_folder(c, in, out);
    if (in >= 0)
        close(in);
    if (out >= 0)
        close(out);
    return result;
}

static int copy_entry(struct copy *c, int from, int to, const char *name)
{
    struct stat s;

    if (++c->files > MOST_FILES) {
        errno = EFBIG;
        return -1;
    }
    if (fstatat(from, name, &s, AT_SYMLINK_NOFOLLOW) == -1)
        return -1;
    c->hash = hash_text(c->hash, name);
    c->hash = hash_bytes(c->hash, &s.st_mode, sizeof s.st_mode);
    if (S_ISLNK(s.st_mode))
        return copy_link(c, from, to, name);
    if (S_ISDIR(s.st_mode))
        return copy_subfolder(c, from, to, name);
    return S_ISREG(s.st_mode) ? copy_file(c, from, to, name, s.st_mode) : 0;
}

static int counts(const struct dirent *entry)
{
    return strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0
        && strcmp(entry->d_name, ".git") != 0;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

/* The entries in the order of their names, which the hash depends on. */
static int copy_folder(struct copy *c, int from, int to)
{
    struct dirent **entries;
    char path[40];
    int n, result;

    snprintf(path, sizeof path, "/proc/self/fd/%d", from);
    n = scandir(path, &entries, counts, by_name);
    result = n < 0 ? -1 : 0;
    if (++c->depth > MOST_DEEP) {
        errno = EFBIG;
        result = -1;
    }
    for (int i = 0; i < n; i++) {
        if (result == 0)
            result = copy_entry(c, from, to, entries[i]->d_name);
        free(entries[i]);
    }
    if (n >= 0)
        free(entries);
    c->depth--;
    return result;
}

int grade_copy(const char *from, const char *to, uid_t user, gid_t group,
               uint64_t *hash)
{
    struct copy c = { .user = user, .group = group, .hash = HASH_START };
    int in = open(from, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int out = to ? open(to, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    int result = in < 0 || (to && out < 0) ? -1 : copy_folder(&c, in, out);
    int error = errno;

    if (in >= 0)
        close(in);
    if (out >= 0)
        close(out);
    if (hash)
        *hash = c.hash;
    errno = error;
    return result;
}

static int remove_one(const char *path, const struct stat *s, int type,
                      struct FTW *where)
{
    (void)s;
    (void)where;
    return type == FTW_DP ? rmdir(path) : unlink(path);
}

void grade_remove(const char *folder)
{
    nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
}
