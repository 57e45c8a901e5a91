/*
 * restart: one end hangs up first; then the server is started again, on the
 * same port. The side that hung up first still has the port, in TIME_WAIT.
 */
#include "../lab.h"

static int port;                /* of the run that ended */

static int bound(int port_wanted, int reuse)
{
    struct sockaddr_in at = address("127.0.0.1", port_wanted);
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &reuse, sizeof reuse);
    if (bind(fd, (struct sockaddr *)&at, sizeof at) == -1) {
        close(fd);
        return -1;
    }
    listen(fd, 5);
    return fd;
}

static void first_run(int reuse, int server_first)
{
    int listener = bound(0, reuse), one, other;
    struct pair p = pair_through(listener);

    port = port_of(listener);
    close(listener);
    one = server_first ? p.server : p.client;
    other = server_first ? p.client : p.server;
    close(one);
    await(other, POLLIN);
    close(other);
}

static void second_run(const char *what, int reuse)
{
    int fd = bound(port, reuse);

    say(what, fd == -1 ? -1 : 0);
    close(fd);
}

int main(void)
{
    first_run(0, 0);
    second_run("the client hung up first: bind", 0);
    first_run(0, 1);
    second_run("the server hung up first: bind", 0);
    second_run("  SO_REUSEADDR in the second run: bind", 1);
    first_run(1, 1);
    second_run("  SO_REUSEADDR in the first run: bind", 0);
    second_run("  SO_REUSEADDR in both: bind", 1);
}
