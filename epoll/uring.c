/*
 * uring: ask the kernel to read, and sleep until it has read.
 *
 * In all other models we are told that we may read, and then read. Here we ask
 * for the bytes beforehand, and are told when they are in our buffer. Requests
 * and answers lie in memory that the kernel shares with us: one system call
 * hands over all the requests there are, and waits for an answer.
 * The price: a buffer for each client, however silent; and no fewer bytes are
 * copied, so with long messages, or one client, little is gained.
 */
#include "../common/count.h"
#include "../common/ring.h"
#include "../common/server.h"

#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MAX_FDS = 16384, BUFFER_SIZE = 65536 };

static unsigned char buffers[MAX_FDS][BUFFER_SIZE];     /* by descriptor */
static int owed[MAX_FDS];                               /* bytes in them */

/* Asks for the client's next bytes, when those it is owed have gone. */
static void watch(int fd)
{
    if (owed[fd] > 0)
        ring_send(fd, buffers[fd], (size_t)owed[fd]);
    ring_receive(fd, buffers[fd], BUFFER_SIZE);
}

/* Takes in every client that waits. */
static void admit(int listener)
{
    int fd;

    while ((fd = server_accept(listener, 0)) >= 0) {
        if (fd >= MAX_FDS) {
            server_refuse(fd);
            continue;
        }
        count.clients++;
        watch(fd);
    }
    ring_poll(listener);
}

/* Gives one client its turn: what it was owed has gone, and so many bytes have
 * come; 0 is end of file, and less an error of either. */
static void serve(int fd, int result)
{
    count.turns++;
    if (result >= 0)
        count.bytes += (unsigned)owed[fd];
    owed[fd] = result > 0 ? result : 0;
    if (result > 0)
        watch(fd);
    else
        close(fd);
}

int main(int argc, char **argv)
{
    int listener = server_open(argc, argv, SOCK_NONBLOCK, MAX_FDS);
    struct ring_done done;

    if (listener == -1)
        return server_status;
    if (ring_open(MAX_FDS) == -1)
        server_fail("io_uring");
    else
        ring_poll(listener);
    while (!server_stopping) {
        count.rounds++;
        if (ring_wait() == -1) {
            if (errno != EINTR)
                server_fail("io_uring_enter");
            continue;
        }
        while (ring_next(&done)) {
            count.looks++;
            if (done.fd == listener)
                admit(listener);
            else
                serve(done.fd, done.result);
        }
    }
    return server_close(listener);
}
