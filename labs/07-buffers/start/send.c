/*
 * send FILE: sends a file to HOST and PORT: its length first, as 8 bytes, the
 * highest first; then its bytes. The receiver answers "whole" or "cut off".
 * Here the program looks neither at how much went, nor at the answer.
 */
#include <arpa/inet.h>
#include <endian.h>
#include <err.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

static int call(const char *host, const char *port)
{
    struct sockaddr_in at = { .sin_family = AF_INET };
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    if (fd == -1 || !host || !port
        || inet_pton(AF_INET, host, &at.sin_addr) != 1)
        errx(EXIT_FAILURE, "HOST and PORT must name the receiver");
    at.sin_port = htons((in_port_t)atoi(port));
    if (connect(fd, (struct sockaddr *)&at, sizeof at) == -1)
        err(EXIT_FAILURE, "connect");
    return fd;
}

/* The file as memory; its size in *size. */
static const char *map(const char *name, size_t *size)
{
    struct stat about;
    int fd = open(name, O_RDONLY);
    void *bytes;

    if (fd == -1 || fstat(fd, &about) == -1)
        err(EXIT_FAILURE, "%s", name);
    *size = (size_t)about.st_size;
    bytes = mmap(NULL, *size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (bytes == MAP_FAILED)
        err(EXIT_FAILURE, "%s", name);
    return bytes;
}

int main(int argc, char **argv)
{
    size_t size;
    const char *bytes = map(argc > 1 ? argv[1] : "/etc/passwd", &size);
    uint64_t length = htobe64(size);
    int fd = call(getenv("HOST"), getenv("PORT"));

    fcntl(fd, F_SETFL, O_NONBLOCK);     /* this client must never hang */
    if (write(fd, &length, sizeof length) == -1
        || write(fd, bytes, size) == -1)
        err(EXIT_FAILURE, "write");
}
