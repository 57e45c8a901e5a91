/*
 * ring.c: io_uring(7), by its system calls.
 *
 * Each queue is an array with a head, from which one side takes, and a tail,
 * to which the other adds. Both count on for ever; the entry is at the number
 * modulo the length, which is a power of two.
 */
#include "ring.h"

#include <errno.h>
#include <linux/io_uring.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { REQUESTS = 4096 };       /* that are handed over at a time */

static int ring = -1;

/* What is asked: we add at the tail, the kernel takes from the head. */
static struct io_uring_sqe *asked;
static atomic_uint *asked_head, *asked_tail;

/* What is done: the kernel adds, we take. */
static struct io_uring_cqe *done;
static atomic_uint *done_head, *done_tail;
static unsigned done_mask;

/* What we need (sends that go on until all has gone) came with Linux 5.19;
 * this operation, which we can ask for, with 6.0. */
static bool new_enough(void)
{
    struct io_uring_probe known = { 0 };

    return syscall(SYS_io_uring_register, ring, IORING_REGISTER_PROBE, &known,
                   0) == 0
        && known.last_op >= IORING_OP_SEND_ZC;
}

/* Both queues are in one piece of memory, which ends with the order in which
 * requests are asked: always the same. The requests are in another. */
static int map(const struct io_uring_params *p)
{
    size_t size = p->sq_off.array + p->sq_entries * sizeof(unsigned);
    char *queues = mmap(NULL, size, PROT_READ | PROT_WRITE,
                        MAP_SHARED | MAP_POPULATE, ring, IORING_OFF_SQ_RING);

    if (queues == MAP_FAILED)
        return -1;
    asked = mmap(NULL, p->sq_entries * sizeof *asked, PROT_READ | PROT_WRITE,
                 MAP_SHARED | MAP_POPULATE, ring, IORING_OFF_SQES);
    if (asked == MAP_FAILED)
        return -1;

    unsigned *order = (unsigned *)(void *)(queues + p->sq_off.array);

    for (unsigned i = 0; i < p->sq_entries; i++)
        order[i] = i;
    asked_head = (void *)(queues + p->sq_off.head);
    asked_tail = (void *)(queues + p->sq_off.tail);
    done_head = (void *)(queues + p->cq_off.head);
    done_tail = (void *)(queues + p->cq_off.tail);
    done = (void *)(queues + p->cq_off.cqes);
    done_mask = p->cq_entries - 1;
    return 0;
}

int ring_open(unsigned descriptors)
{
    struct io_uring_params p = {
        .flags = IORING_SETUP_CQSIZE,
        .cq_entries = 2 * descriptors,
    };

    ring = (int)syscall(SYS_io_uring_setup, REQUESTS, &p);
    if (ring == -1)
        return -1;
    if (new_enough())
        return map(&p);
    errno = ENOSYS;
    return -1;
}

/* Hands over all that is asked, and waits until `least` are done. */
static int enter(unsigned least, unsigned flags)
{
    return (int)syscall(SYS_io_uring_enter, ring, *asked_tail - *asked_head,
                        least, flags, NULL, 0);
}

/* Room for so many requests: two that belong together go in one call. */
static void make_room(unsigned requests)
{
    while (*asked_tail - *asked_head + requests > REQUESTS)
        enter(0, 0);
}

/* The next request, for the caller to complete before it is handed over. */
static struct io_uring_sqe *ask(int operation, int fd)
{
    struct io_uring_sqe *request = &asked[(*asked_tail)++ % REQUESTS];

    *request = (struct io_uring_sqe){
        .opcode = (unsigned char)operation,
        .fd = fd,
        .user_data = (unsigned)fd,
    };
    return request;
}

void ring_poll(int fd)
{
    make_room(1);
    ask(IORING_OP_POLL_ADD, fd)->poll32_events = POLLIN;
}

void ring_receive(int fd, void *bytes, size_t size)
{
    make_room(1);

    struct io_uring_sqe *request = ask(IORING_OP_RECV, fd);

    request->addr = (uintptr_t)bytes;
    request->len = (unsigned)size;
}

void ring_send(int fd, const void *bytes, size_t size)
{
    make_room(2);

    struct io_uring_sqe *request = ask(IORING_OP_SEND, fd);

    request->addr = (uintptr_t)bytes;
    request->len = (unsigned)size;
    request->msg_flags = MSG_WAITALL;
    request->flags = IOSQE_IO_LINK | IOSQE_CQE_SKIP_SUCCESS;
}

int ring_wait(void)
{
    return enter(1, IORING_ENTER_GETEVENTS) == -1 ? -1 : 0;
}

bool ring_next(struct ring_done *next)
{
    unsigned head = *done_head;
    const struct io_uring_cqe *oldest = &done[head & done_mask];

    if (head == *done_tail)
        return false;
    *next = (struct ring_done){ (int)oldest->user_data, oldest->res };
    *done_head = head + 1;
    return true;
}
