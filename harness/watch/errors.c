/*
 * errors.c: errors by their names: those that a server's calls end with.
 */
#include "watch/errors.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>

static const struct {
    int number;
    const char *name;
} errors[] = {
    { EAGAIN, "EAGAIN" }, { EINTR, "EINTR" }, { ECONNRESET, "ECONNRESET" },
    { EPIPE, "EPIPE" }, { EBADF, "EBADF" }, { EINVAL, "EINVAL" },
    { EMFILE, "EMFILE" }, { ENFILE, "ENFILE" }, { ENOMEM, "ENOMEM" },
    { ENOBUFS, "ENOBUFS" }, { ECONNABORTED, "ECONNABORTED" },
    { ENOTCONN, "ENOTCONN" }, { ETIMEDOUT, "ETIMEDOUT" },
    { EINPROGRESS, "EINPROGRESS" }, { ECONNREFUSED, "ECONNREFUSED" },
    { EHOSTUNREACH, "EHOSTUNREACH" }, { ENETDOWN, "ENETDOWN" },
    { EPROTO, "EPROTO" }, { EIO, "EIO" }, { EEXIST, "EEXIST" },
    { ENOENT, "ENOENT" }, { ENOTSOCK, "ENOTSOCK" }, { EFAULT, "EFAULT" },
    { EPERM, "EPERM" }, { EISDIR, "EISDIR" }, { ECHILD, "ECHILD" },
};

enum { ERRORS = sizeof errors / sizeof *errors };

const char *error_name(int error)
{
    for (int i = 0; i < ERRORS; i++)
        if (errors[i].number == error)
            return errors[i].name;
    return NULL;
}

int error_number(const char *name)
{
    for (int i = 0; i < ERRORS; i++)
        if (strcasecmp(errors[i].name, name) == 0)
            return errors[i].number;
    return 0;
}
