/*
 * wrong: an echo server that is wrong on purpose, in one way at a time.
 *
 *     wrong WAY -p PORT
 *
 * Without its way it is right: one loop around poll(2), one want a client, and
 * what will not go is kept. Each way is a mistake that servers in the field
 * make, and there is a probe of `muxlab check` for each.
 */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum way {
    RIGHT, SHY, PAIRS, TELNET, EVEN, QUOTA, SHORT, LINES, LINGERS, HASTY,
    UNFLUSHED, FRAGILE, SIGPIPED, HOARDS, SEQUENTIAL, LEAKS_FILES,
    LEAKS_MEMORY, PATIENT, NO_REUSE, SHARES, SPEECHLESS, SIXTEEN, BLOCKS,
    GREEDY, BACKLOG, EMFILE_SPINS, EMFILE_ENDS, SPINS, NEGLECTS
};

static const struct {
    const char *name;
    enum way way;
    const char *what;
} ways[] = {
    { "right", RIGHT, "not wrong at all" },
    { "shy", SHY, "a client that says nothing ends it" },
    { "pairs", PAIRS, "answers when there are two bytes at least" },
    { "telnet", TELNET, "takes byte 0xff for a command" },
    { "even", EVEN, "loses the last of an odd number of bytes" },
    { "quota", QUOTA, "has enough of a client after 32 MiB" },
    { "short", SHORT, "takes a short write for a whole one" },
    { "lines", LINES, "reads a whole line before it looks at others" },
    { "lingers", LINGERS, "waits on when the other side has said nothing" },
    { "hasty", HASTY, "closes at end of file before it answers" },
    { "unflushed", UNFLUSHED, "closes at end of file with bytes still owed" },
    { "fragile", FRAGILE, "any error of a read ends it" },
    { "sigpiped", SIGPIPED, "does not ignore SIGPIPE" },
    { "hoards", HOARDS, "keeps all that a client sends and does not read" },
    { "sequential", SEQUENTIAL, "one at a time; turns away those that waited" },
    { "leaks-files", LEAKS_FILES, "shuts down, and does not close" },
    { "leaks-memory", LEAKS_MEMORY, "forgets a buffer for each client" },
    { "patient", PATIENT, "told to end, it waits until its clients do" },
    { "no-reuse", NO_REUSE, "does without SO_REUSEADDR" },
    { "shares", SHARES, "shares its port with others (SO_REUSEPORT)" },
    { "speechless", SPEECHLESS, "does not say why it cannot listen" },
    { "sixteen", SIXTEEN, "has a table for 16 clients" },
    { "blocks", BLOCKS, "writes with blocking calls inside the loop" },
    { "greedy", GREEDY, "stays with a client that sends much" },
    { "backlog", BACKLOG, "listens with a backlog of 1, and takes its time" },
    { "emfile", EMFILE_SPINS, "logs EMFILE, and tries again at once" },
    { "exhausted", EMFILE_ENDS, "EMFILE ends it" },
    { "spins", SPINS, "asks all the time" },
    { "neglects", NEGLECTS, "forgets clients from descriptor 1024 on" },
};

enum { MAX_FDS = 16384, BUFFER = 65536 };
enum { MUCH = 1 << 20, ENOUGH = 1 << 25 };

static enum way way;
static unsigned char buffer[BUFFER];

static struct client {
    size_t read;                /* bytes in all */
    unsigned char *owed;        /* bytes that would not go: size of them, */
    size_t size, sent;          /*   of which so many went later */
    bool over;                  /* end of file was seen */
} clients[MAX_FDS];

static struct pollfd list[MAX_FDS];
static int nfds;
static volatile sig_atomic_t stopping;
static int spare;
static void *leaked;            /* the last one */

static void nap(long milliseconds)
{
    nanosleep(&(struct timespec){ .tv_nsec = milliseconds * 1000000 }, NULL);
}

static void leave(int fd)
{
    if (way == LEAKS_FILES)
        shutdown(fd, SHUT_RDWR);
    else
        close(fd);
    free(clients[fd].owed);
    clients[fd] = (struct client){ 0 };
    list[fd].fd = -1;
}

/* Adds to what is owed. */
static void keep(struct client *c, const unsigned char *bytes, size_t n)
{
    c->owed = realloc(c->owed, c->size + n);
    if (!c->owed)
        err(1, "realloc");
    memcpy(c->owed + c->size, bytes, n);
    c->size += n;
}

/* Sends what is owed, as much as goes. Returns whether the client stays. */
static bool flush(int fd)
{
    struct client *c = &clients[fd];
    ssize_t n = write(fd, c->owed + c->sent, c->size - c->sent);

    if (n == -1 && errno != EAGAIN && errno != EINTR)
        return false;
    c->sent += n == -1 ? 0 : (size_t)n;
    if (c->sent < c->size && way != SHORT)
        return true;
    free(c->owed);
    c->owed = NULL;
    c->size = c->sent = 0;
    return !c->over;
}

/* Waits for the end of the line while others wait. */
static ssize_t read_line(int fd)
{
    unsigned char *newline = NULL;
    size_t size = 0;

    while (!newline && size < sizeof buffer) {
        poll(&(struct pollfd){ .fd = fd, .events = POLLIN }, 1, -1);

        ssize_t n = recv(fd, buffer + size, sizeof buffer - size, MSG_PEEK);

        if (n <= 0)
            break;
        newline = memchr(buffer + size, '\n', (size_t)n);
        if (newline)
            n = newline + 1 - (buffer + size);
        size += (size_t)read(fd, buffer + size, (size_t)n);
    }
    return (ssize_t)size;
}

static size_t without_0xff(size_t n)
{
    size_t left = 0;

    for (size_t i = 0; i < n; i++)
        if (buffer[i] != 0xff)
            buffer[left++] = buffer[i];
    return left;
}

/* How many bytes it answers, of those that came. */
static size_t answer(int fd, size_t n)
{
    unsigned char byte;

    if (way == EVEN && n > 1)
        return n & ~(size_t)1;
    if (way == TELNET)
        return without_0xff(n);
    if (way != HASTY)
        return n;
    nap(20);
    return recv(fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0 ? 0 : n;
}

/* End of file. Returns whether the client stays. */
static bool hang_up(struct client *c)
{
    if (way == SHY && c->read == 0)
        errx(1, "nothing was said");
    c->over = true;
    if (way == LINGERS && c->read == 0)
        return true;
    return way == HOARDS && c->size > 0;
}

static bool take(int fd)
{
    struct client *c = &clients[fd];
    ssize_t n = way == LINES ? read_line(fd) : read(fd, buffer, sizeof buffer);

    if (n == -1 && errno != EAGAIN && way == FRAGILE)
        err(1, "read");
    if (n == -1)
        return errno == EAGAIN;
    if (n == 0)
        return hang_up(c);
    c->read += (size_t)n;
    if (way == QUOTA && c->read > ENOUGH)
        return false;
    n = (ssize_t)answer(fd, (size_t)n);
    if (n == 0)
        return true;
    keep(c, buffer, (size_t)n);
    return flush(fd);
}

static bool reads_on(void)
{
    return way == HOARDS || way == UNFLUSHED;
}

static short wants(const struct client *c)
{
    short in = c->size == 0 || (reads_on() && !c->over) ? POLLIN : 0;

    return (short)(in | (c->size > 0 ? POLLOUT : 0));
}

/* Gives one client its turn. */
static void serve(int fd, short news)
{
    struct client *c = &clients[fd];
    bool stays = true;

    if (news & ~POLLIN && c->size > 0)
        stays = flush(fd);
    if (stays && news & ~POLLOUT && wants(c) & POLLIN)
        stays = take(fd);
    if (!stays)
        leave(fd);
    else
        list[fd].events = wants(c);
    if (stays && way == LINGERS && c->over)
        list[fd].fd = -1;
}

/* To the end of this client, while others wait. */
static void stay_with(int fd)
{
    while (list[fd].fd == fd) {
        poll(&list[fd], 1, -1);
        serve(fd, list[fd].revents);
    }
}

/* Gives up the spare descriptor to take one in and close it. */
static void turn_away(int listener)
{
    close(spare);
    close(accept(listener, NULL, NULL));
    spare = open("/dev/null", O_RDONLY | O_CLOEXEC);
}

static void turn_away_all(int listener)
{
    int fd;

    while ((fd = accept(listener, NULL, NULL)) >= 0)
        close(fd);
}

/* As an interpreter does, which first frees all it has. */
static void end_slowly(void)
{
    warn("accept");
    close_range(3, ~0U, 0);
    nap(100);
    exit(EXIT_FAILURE);
}

/* Takes a client in. */
static void admit(int listener)
{
    int mode = way == BLOCKS ? 0 : SOCK_NONBLOCK;
    int fd = accept4(listener, NULL, NULL, mode | SOCK_CLOEXEC);

    if (fd == -1 && way == EMFILE_SPINS)
        warn("accept");
    else if (fd == -1 && errno == EMFILE && way == EMFILE_ENDS)
        end_slowly();
    else if (fd == -1 && errno == EMFILE)
        turn_away(listener);
    if (fd == -1)
        return;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &(int){ 1 }, sizeof(int));
    if (way == PAIRS)
        setsockopt(fd, SOL_SOCKET, SO_RCVLOWAT, &(int){ 2 }, sizeof(int));
    if (way == LEAKS_MEMORY)
        leaked = memset(malloc(BUFFER), 1, BUFFER);
    if (way == BACKLOG)
        nap(2);
    if (fd >= nfds)
        nfds = fd + 1;
    list[fd] = (struct pollfd){ fd, POLLIN, 0 };
    if (way == NEGLECTS && fd >= 1024)
        list[fd].fd = -1;
    if (way == SEQUENTIAL) {
        stay_with(fd);
        turn_away_all(listener);
    }
}

static int listen_on(int port)
{
    struct sockaddr_in a = {
        .sin_family = AF_INET, .sin_port = htons((in_port_t)port),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK)
    };
    int one = way != NO_REUSE;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

    setsockopt(fd, SOL_SOCKET, way == SHARES ? SO_REUSEPORT : SO_REUSEADDR,
               &one, sizeof one);
    if (bind(fd, (struct sockaddr *)&a, sizeof a) == 0
        && listen(fd, way == BACKLOG ? 1 : SOMAXCONN) == 0)
        return fd;
    if (way != SPEECHLESS)
        warn("port %d", port);
    exit(1);
}

/* The highest descriptor it looks at, and one more. */
static int reach(void)
{
    return way == SIXTEEN && nfds > 20 ? 20 : nfds;
}

/* In the bad sense: others wait until this client has left. */
static bool hogs(int fd)
{
    return way == GREEDY && list[fd].fd == fd && clients[fd].read > MUCH;
}

static void go_round(int listener)
{
    poll(list, (nfds_t)reach(), way == SPINS ? 0 : -1);
    for (int fd = 0; fd < reach(); fd++) {
        if (list[fd].revents == 0)
            continue;
        if (fd == listener)
            admit(listener);
        else
            serve(fd, list[fd].revents);
        if (hogs(fd))
            stay_with(fd);
    }
}

static void stop(int signal)
{
    (void)signal;
    stopping = 1;
}

static bool has_clients(int listener)
{
    for (int fd = listener + 1; fd < nfds; fd++)
        if (list[fd].fd == fd)
            return true;
    return false;
}

static int find_way(const char *name)
{
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++)
        if (strcmp(ways[i].name, name) == 0)
            return (int)ways[i].way;
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++)
        printf("%-14s%s\n", ways[i].name, ways[i].what);
    exit(2);
}

int main(int argc, char **argv)
{
    int listener;

    if (argc != 4 || strcmp(argv[2], "-p") != 0)
        errx(2, "usage: wrong WAY -p PORT");
    way = (enum way)find_way(argv[1]);
    if (way != SIGPIPED)
        signal(SIGPIPE, SIG_IGN);
    if (way == PATIENT)
        signal(SIGTERM, stop);
    spare = open("/dev/null", O_RDONLY | O_CLOEXEC);
    listener = listen_on(atoi(argv[3]));
    for (nfds = 0; nfds <= listener; nfds++)
        list[nfds].fd = -1;
    list[listener] = (struct pollfd){ listener, POLLIN, 0 };
    while (!stopping || has_clients(listener))
        go_round(listener);
}
