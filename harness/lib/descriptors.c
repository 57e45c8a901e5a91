/*
 * descriptors.c: the open descriptors of this process.
 */
#include "lib/descriptors.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

static bool is_among(int fd, const int *kept, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (kept[i] == fd)
            return true;
    return false;
}

int descriptors_close_others(const int *kept, size_t n)
{
    DIR *open = opendir("/proc/self/fd");
    struct dirent *entry;

    if (!open)
        return -1;
    while ((entry = readdir(open))) {
        int fd = atoi(entry->d_name);
        if (fd >= 3 && fd != dirfd(open) && !is_among(fd, kept, n))
            close(fd);
    }
    closedir(open);
    return 0;
}
