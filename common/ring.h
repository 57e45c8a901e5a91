/*
 * ring.h: io_uring(7): two queues that we share with the kernel, one for what
 * it is asked to do, one for what is done.
 *
 * A request is only written down by the functions below; ring_wait hands over
 * all of them with one system call, in which it also sleeps.
 */
#ifndef RING_H
#define RING_H

#include <stdbool.h>
#include <stddef.h>

/* One that is done: `result` is what the call would have returned, or minus
 * its errno. */
struct ring_done {
    int fd;
    int result;
};

/* Makes the queues, for so many descriptors with a request each. Returns -1
 * with errno set; ENOSYS where Linux is older than 6.0. */
int ring_open(unsigned descriptors);

/* Tells once when the descriptor can be read from: the socket that listens. */
void ring_poll(int fd);

/* Receives up to `size` bytes, as soon as there are any. */
void ring_receive(int fd, void *bytes, size_t size);

/* Sends all of them, and only then begins the request that is made next, which
 * must be the same descriptor's. We hear of it only if it fails; that next one
 * is then not begun, and not heard of. */
void ring_send(int fd, const void *bytes, size_t size);

/* Hands over what was asked for, and waits until something is done. Returns -1
 * with errno set. */
int ring_wait(void);

/* Takes one that is done; false: there is none left. */
bool ring_next(struct ring_done *done);

#endif
