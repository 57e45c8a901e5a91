/*
 * slow SENDER ARG...: runs a sender that is to send a file to PORT, length
 * first; reads it through a window as small as can be, and answers.
 */
#include "../lab.h"

#include <endian.h>
#include <inttypes.h>
#include <sys/wait.h>

static void start_sender(int port, char **command)
{
    char text[16];

    snprintf(text, sizeof text, "%d", port);
    if (fork() != 0)
        return;
    setenv("HOST", "127.0.0.1", 1);
    setenv("PORT", text, 1);
    execvp(command[0], command);
    err(127, "%s", command[0]);
}

static uint64_t read_all(int fd, uint64_t most)
{
    static char bytes[8192];
    uint64_t came = 0;
    ssize_t n;

    while (came < most && (n = read(fd, bytes, sizeof bytes)) > 0)
        came += (uint64_t)n;
    return came;
}

int main(int argc, char **argv)
{
    int listener = listen_at("127.0.0.1", 1), small = 4096, client, status;
    uint64_t length = 0, came;

    if (argc < 2)
        errx(2, "usage: slow SENDER ARG...");
    setsockopt(listener, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
    start_sender(port_of(listener), argv + 1);
    client = accept(listener, NULL, NULL);
    if (read(client, &length, sizeof length) != sizeof length)
        warnx("no length came");
    length = be64toh(length);
    came = read_all(client, length);
    dprintf(client, came == length ? "whole\n" : "cut off\n");
    close(client);
    wait(&status);
    printf("announced %" PRIu64 ", came %s, the sender says %d\n", length,
           came == length ? "all" : "less", WEXITSTATUS(status));
}
