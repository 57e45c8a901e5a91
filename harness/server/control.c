/*
 * control.c: the control socket of a server that was started in a folder.
 */
#include "server/control.h"

#include "lib/text.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

int control_open(const char *name)
{
    int folder = open(name, O_PATH | O_DIRECTORY | O_CLOEXEC);

    if (folder < 0)
        warn("%s", text_path(name));
    return folder;
}

/* A socket's path may have 107 bytes, a folder's 4095: so the folder is named
 * by its descriptor. */
static int open_socket(int folder, struct sockaddr_un *a)
{
    *a = (struct sockaddr_un){ .sun_family = AF_UNIX };
    snprintf(a->sun_path, sizeof a->sun_path, "/proc/self/fd/%d/control",
             folder);
    return socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
}

/* Keeps errno. */
static int close_failed(int fd)
{
    int error = errno;

    if (fd >= 0)
        close(fd);
    errno = error;
    return -1;
}

int control_listen(int folder)
{
    struct sockaddr_un a;
    int fd = open_socket(folder, &a);

    if (fd >= 0 && bind(fd, (struct sockaddr *)&a, sizeof a) == 0
        && listen(fd, 1) == 0)
        return fd;
    return close_failed(fd);
}

int control_connect(int folder)
{
    struct sockaddr_un a;
    int fd = open_socket(folder, &a);

    if (fd >= 0 && connect(fd, (struct sockaddr *)&a, sizeof a) == 0)
        return fd;
    return close_failed(fd);
}

int control_file(int folder, const char *name)
{
    return openat(folder, name,
                  O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
}

/* The socket is removed last. If the removal is cut short, what is left has it
 * beside it, and so is known as ours. */
static const char *const files[] = { "host", "port", "pid", "socket",
                                     "control", NULL };

const char *control_stranger(int folder)
{
    struct stat s;

    if (fstatat(folder, "control", &s, AT_SYMLINK_NOFOLLOW) == 0)
        return S_ISSOCK(s.st_mode) ? NULL : "control";
    for (const char *const *name = files; *name; name++)
        if (fstatat(folder, *name, &s, AT_SYMLINK_NOFOLLOW) == 0)
            return *name;
    return NULL;
}

void control_remove(int folder)
{
    for (const char *const *name = files; *name; name++)
        unlinkat(folder, *name, 0);
}
