/*
 * procfs.h: what /proc tells about the processes that we started. proc(5).
 */
#ifndef PROCFS_H
#define PROCFS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/types.h>

/* The most processes a server's family is followed to. */
enum { PROCFS_MOST = 8192 };

/* The children of a process, zombies among them; and its children, their
 * children, and so on, parents before children. Return how many. */
int procfs_children(pid_t parent, pid_t pids[PROCFS_MOST]);
int procfs_descendants(pid_t ancestor, pid_t pids[PROCFS_MOST]);

/* Of one process: nanoseconds of CPU its threads had (those of children not
 * counted), bytes of RssAnon, context switches of its living threads, open
 * descriptors. -1: gone, or not shown to us. */
int64_t procfs_cpu(pid_t pid);
int64_t procfs_memory(pid_t pid);
int64_t procfs_switches(pid_t pid);
int64_t procfs_files(pid_t pid);

/* A listening TCP socket, and the eldest process that holds it. */
struct procfs_listener {
    struct sockaddr_storage address;
    int port;
    pid_t owner;
};

/* The socket on which a descendant of `ancestor` listens, among those that can
 * be reached from our network namespace. Where there are several, the one on
 * `port`, else the one with the lowest port; IPv4 before IPv6. Returns whether
 * there is one. */
bool procfs_listener(pid_t ancestor, int port, struct procfs_listener *found);

/* Whether anyone at all listens on the port: 1, 0; -1: /proc cannot tell. */
int procfs_listens(int port);

#endif
