/*
 * procfs.h: what /proc tells about the processes that we started. proc(5).
 */
#ifndef PROCFS_H
#define PROCFS_H

#include "server/address.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/types.h>

/* The most processes a server's family is followed to. */
enum { PROCFS_MOST = 8192 };

/* The children of a process, zombies included; and its children, their
 * children, and so on, parents before children. Return how many. */
int procfs_children(pid_t parent, pid_t pids[PROCFS_MOST]);
int procfs_descendants(pid_t ancestor, pid_t pids[PROCFS_MOST]);

/* Without /proc no server can be started. */
bool procfs_is_mounted(void);

/* The number after the key in /proc/PID/status, of a process or a thread. -1:
 * it has gone, or there is no such key. */
int64_t procfs_status(pid_t pid, const char *key);

/* Opens /proc/PID/fd. NULL: it has gone, or may not be read. */
DIR *procfs_open_fds(pid_t pid);

/* Of one process: nanoseconds of CPU that its threads used (those of children
 * not counted), bytes of memory, context switches of its living threads, open
 * descriptors; nanoseconds that its living threads waited for a CPU before they
 * had one; how many of them have one, or wait; and its threads, of which a
 * zombie counts as one. -1: it has gone, or
 * may not be read. The memory is Pss_Anon: of what processes share, each has
 * its part; where that cannot be read, RssAnon. */
int64_t procfs_cpu(pid_t pid);
int64_t procfs_memory(pid_t pid);
int64_t procfs_switches(pid_t pid);
int64_t procfs_files(pid_t pid);
int64_t procfs_waited(pid_t pid);
int64_t procfs_ready(pid_t pid);
int64_t procfs_tasks(pid_t pid);

/* The socket at which a server is called, and the oldest process that holds
 * it. */
struct procfs_listener {
    struct address address;
    int port;
    pid_t owner;                /* 0: there is none */
    bool denied;                /* some process may not be looked at */
};

/* The socket on which a descendant of `ancestor` listens (UDP: which is bound,
 * and not connected), among those that can be reached from our network
 * namespace. By BY_UNIX it is the one at the path of `at`, of which else only
 * `by` matters. Where there are several, the one on `port`, else the
 * one with the lowest port; IPv4 before IPv6. Returns whether there is one. */
bool procfs_listener(pid_t ancestor, const struct address *at, int port,
                     struct procfs_listener *found);

/* Does any process listen on the port, or at the path? 1, 0; -1: /proc cannot
 * tell. */
int procfs_listens(const struct address *at, int port);

#endif
