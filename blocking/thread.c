/*
 * thread: a thread for each client.
 *
 * Each client has a thread of its own, which serves it as the blocking server
 * does; and all share one memory, which makes a thread lighter than a process.
 * The price: a stack for each client, however silent, a switch of threads for
 * every message, and what one client breaks is broken for all.
 */
#include "../common/count.h"
#include "../common/server.h"

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BUFFER_SIZE = 262144, STACK_SIZE = 4194304, MAX_FDS = 16384 };

static pthread_t threads[MAX_FDS];      /* by their client's descriptor; or 0 */

/* Waits for a client (there is no watch: the call itself names it). A thread
 * that served another on the same descriptor is at its end. */
static int admit(int listener)
{
    int fd = server_accept(listener, 0);

    if (fd >= MAX_FDS)
        server_refuse(fd);
    else if (fd >= 0 && threads[fd])
        pthread_join(threads[fd], NULL);
    return fd < MAX_FDS ? fd : -1;
}

/* Waits until all of it has gone: a client that does not read stops us here. */
static bool send_all(int fd, const unsigned char *bytes, size_t size)
{
    while (size > 0) {
        ssize_t sent = write(fd, bytes, size);

        if (sent == -1 && errno == EINTR)
            continue;
        if (sent == -1)
            return false;
        count.bytes += (size_t)sent;
        bytes += sent;
        size -= (size_t)sent;
    }
    return true;
}

/* Stays with this client to its end: end of file, or gone. */
static void *serve(void *client)
{
    int fd = (int)(long)client;
    unsigned char buffer[BUFFER_SIZE];

    count.clients++;
    for (;;) {
        ssize_t got = read(fd, buffer, sizeof buffer);

        if (got == -1 && errno == EINTR)
            continue;
        count.looks++;
        count.turns++;
        if (got <= 0 || !send_all(fd, buffer, (size_t)got))
            break;
    }
    count_add();
    close(fd);
    return NULL;
}

int main(int argc, char **argv)
{
    pthread_attr_t small;
    int listener = server_open(argc, argv, 0, MAX_FDS);

    if (listener == -1)
        return server_status;
    pthread_attr_init(&small);
    pthread_attr_setstacksize(&small, STACK_SIZE);
    while (!server_stopping) {
        count.rounds++;

        int fd = admit(listener);

        if (fd >= 0
            && pthread_create(&threads[fd], &small, serve, (void *)(long)fd)) {
            threads[fd] = 0;
            server_refuse(fd);
        }
    }
    for (int fd = 0; fd < MAX_FDS; fd++)
        if (threads[fd]) {
            shutdown(fd, SHUT_RDWR);
            pthread_join(threads[fd], NULL);
        }
    return server_close(listener);
}
