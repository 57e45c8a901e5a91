/*
 * tracee_look.c: what can be seen of a tracee: its memory, its descriptors.
 */
#include "watch/tracee.h"

#include "server/address.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

ssize_t tracee_peek(const struct tracee *tracee, uint64_t from, void *to,
                    size_t size)
{
    struct iovec ours = { to, size };
    struct iovec its = { (void *)(uintptr_t)from, size };

    return process_vm_readv(tracee->tid, &ours, 1, &its, 1, 0);
}

/* stat(2) of one of its descriptors. Returns 0 or -1. */
static int stat_fd(const struct tracee *tracee, int fd, struct stat *file)
{
    char path[64];

    snprintf(path, sizeof path, "/proc/%d/fd/%d", tracee->process, fd);
    return stat(path, file);
}

ino_t tracee_socket(const struct tracee *tracee, int fd)
{
    struct stat file;
    bool found = stat_fd(tracee, fd, &file) == 0 && S_ISSOCK(file.st_mode);

    return found ? file.st_ino : 0;
}

bool tracee_never_sleeps(const struct tracee *tracee, int fd)
{
    char path[64], line[64];
    unsigned flags = 0;
    struct stat file;
    FILE *info;

    if (stat_fd(tracee, fd, &file) == 0 && S_ISREG(file.st_mode))
        return true;
    snprintf(path, sizeof path, "/proc/%d/fdinfo/%d", tracee->process, fd);
    info = fopen(path, "re");
    if (!info)
        return false;
    while (fgets(line, sizeof line, info))
        if (sscanf(line, "flags: %o", &flags) == 1)
            break;
    fclose(info);
    return flags & O_NONBLOCK;
}

/* A copy of its descriptor, ours to close; -1: there is none. pidfd_getfd(2),
 * which older headers do not declare. */
static int copy_of(const struct tracee *tracee, int fd)
{
    enum { PIDFD_GETFD = 438 };
    int process = (int)syscall(SYS_pidfd_open, tracee->process, 0);
    int copy = process < 0 ? -1 : (int)syscall(PIDFD_GETFD, process, fd, 0);

    if (process >= 0)
        close(process);
    return copy;
}

bool tracee_is_readable(const struct tracee *tracee, int fd)
{
    struct pollfd p = { .fd = copy_of(tracee, fd), .events = POLLIN };
    int ready = poll(&p, 1, 0);

    if (p.fd >= 0)
        close(p.fd);
    return ready > 0;
}

uint16_t tracee_peer(const struct tracee *tracee, int fd)
{
    struct sockaddr_storage peer = { 0 };
    socklen_t size = sizeof peer;
    int copy = copy_of(tracee, fd);

    if (copy >= 0) {
        getpeername(copy, (struct sockaddr *)&peer, &size);
        close(copy);
    }
    return address_number(&peer);
}

uint16_t tracee_port_at(const struct tracee *tracee, uint64_t address)
{
    struct sockaddr_storage to = { 0 };
    bool known = tracee_peek(tracee, address, &to,
                             sizeof(struct sockaddr_in))
                 == sizeof(struct sockaddr_in);

    return known && to.ss_family != AF_UNIX ? address_number(&to) : 0;
}
