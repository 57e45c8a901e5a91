/*
 * server.c: what no model is about: options, accept, refusal, and how a server
 * stops.
 */
#include "server.h"

#include "count.h"
#include "listen.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

volatile sig_atomic_t server_stopping;
int server_status;

static const char *address = "127.0.0.1";
static const char *port = "50007";
static bool verbose;

/* What the signal handler hangs up on. The client is blocking/'s, which may
 * be asleep in a read or a write; the other models sleep on the listener. Once
 * it has gone its number is the next client's or nobody's: no harm is done. */
static volatile sig_atomic_t hang_up_listener = -1, hang_up_client = -1;

/* Given up to accept a newcomer when no other descriptor is left. */
static int spare = -1;

static void print_help(void)
{
    printf("usage: %s [-b ADDR] [-p PORT] [-v]\n"
           "A TCP echo server: every byte comes back (RFC 862).\n"
           "  -b, --bind ADDR  address or name to listen on (%s)\n"
           "  -p, --port PORT  0 to 65535; 0: the kernel chooses (%s)\n"
           "  -v, --verbose    a line on stderr for each client that comes\n"
           "  -h, --help       this text; -V, --version: the version\n"
           "SIGTERM or SIGINT stops it, and it prints what it counted.\n",
           program_invocation_short_name, address, port);
}

/* Strictly decimal: getaddrinfo takes 70000 for 4464, and "+80" for 80. */
static bool valid_port(const char *text)
{
    size_t digits = strspn(text, "0123456789");

    return digits >= 1 && digits <= 5 && !text[digits] && atoi(text) < 65536;
}

static bool usage(void)
{
    fprintf(stderr, "try '%s --help'\n", program_invocation_short_name);
    server_status = 2;
    return false;
}

/* false: main ends the program now, with server_status. */
static bool read_options(int argc, char **argv)
{
    static const struct option names[] = {
        { "bind", required_argument, NULL, 'b' },
        { "port", required_argument, NULL, 'p' },
        { "verbose", no_argument, NULL, 'v' },
        { "help", no_argument, NULL, 'h' },
        { "version", no_argument, NULL, 'V' },
        { 0 },
    };
    int option;

    argv[0] = program_invocation_short_name;    /* for getopt's messages */
    while ((option = getopt_long(argc, argv, "b:p:vhV", names, NULL)) != -1) {
        switch (option) {
        case 'b': address = optarg; break;
        case 'p': port = optarg; break;
        case 'v': verbose = true; break;
        case 'h': print_help(); return false;
        case 'V': printf("%s 1.0\n", argv[0]); return false;
        default: return usage();
        }
    }
    if (optind < argc)
        warnx("%s: not an option", argv[optind]);
    else if (!valid_port(port))
        warnx("port %s: not a number from 0 to 65535", port);
    else
        return true;
    return usage();
}

static void stop(int signal)
{
    int saved = errno;

    (void)signal;
    server_stopping = 1;
    shutdown(hang_up_listener, SHUT_RDWR);
    shutdown(hang_up_client, SHUT_RDWR);
    errno = saved;
}

void server_fail(const char *what)
{
    warn("%s", what);
    server_status = EXIT_FAILURE;
    server_stopping = 1;
}

/* SIGTERM and SIGINT stop us, even if whoever started us ignored or blocked
 * them; a write to a client who has left is an error (EPIPE), not a death. */
static int take_signals(void)
{
    struct sigaction hang_up = { .sa_handler = stop };
    struct sigaction ignore = { .sa_handler = SIG_IGN };
    sigset_t none;

    sigemptyset(&none);
    if (sigaction(SIGTERM, &hang_up, NULL) == -1
        || sigaction(SIGINT, &hang_up, NULL) == -1
        || sigaction(SIGPIPE, &ignore, NULL) == -1)
        return -1;
    return sigprocmask(SIG_SETMASK, &none, NULL);
}

/* Descriptors: standard streams that were closed become /dev/null, so that no
 * client is ever taken for stderr; one is put by; and as many as we may. */
static int prepare_descriptors(void)
{
    struct rlimit files;

    do
        spare = open("/dev/null", O_RDWR | O_CLOEXEC);
    while (spare >= 0 && spare <= STDERR_FILENO);
    if (spare == -1 || getrlimit(RLIMIT_NOFILE, &files) == -1)
        return -1;
    files.rlim_cur = files.rlim_max;
    return setrlimit(RLIMIT_NOFILE, &files);
}

int server_open(int argc, char **argv, int mode, int limit)
{
    int listener = -1;

    if (prepare_descriptors() == -1 || take_signals() == -1) {
        server_fail("cannot start");
    } else if (read_options(argc, argv)) {
        listener = listen_open(address, port, mode, limit);
        server_status = listener == -1;
    }
    hang_up_listener = listener;
    if (listener == -1 || listen_say(listener) == 0)
        return listener;
    server_fail("cannot say where it listens");
    return -1;
}

int server_close(int listener)
{
    close(listener);
    if (count_print() == -1)
        server_fail("stdout");
    return server_status;
}

void server_refuse(int fd)
{
    close(fd);
    count.refused++;
}

/* Out of descriptors: left in the queue, the newcomer would keep the listener
 * ready, and a loop that waits for it would spin. So the spare is given up to
 * let him in and turn him away. Returns -1 if the spare is lost. */
static int turn_away(int listener)
{
    close(spare);

    int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);

    if (fd >= 0)
        server_refuse(fd);
    spare = open("/dev/null", O_RDWR | O_CLOEXEC);
    return spare;
}

/* Why accept failed, and what follows. */
static void accept_failed(int listener)
{
    switch (errno) {
    case EAGAIN:
        count.blocked++;
        return;
    case EINTR:                                 /* a signal came */
    case ECONNABORTED: case EPROTO:             /* it has left the queue */
        return;
    case EBADF: case EINVAL: case ENOTSOCK:     /* it can never mend */
        if (!server_stopping)
            server_fail("accept");
        return;
    case EMFILE:
        if (turn_away(listener) != -1)
            return;
    }
    /* The client still waits and the listener stays ready: rest, not spin. */
    nanosleep(&(struct timespec){ .tv_nsec = 10000000 }, NULL);
}

int server_accept(int listener, int mode)
{
    struct sockaddr_storage from;
    socklen_t size = sizeof from;
    int one = 1;
    int fd = accept4(listener, (struct sockaddr *)&from, &size,
                     SOCK_CLOEXEC | mode);

    if (fd == -1) {
        accept_failed(listener);
        return -1;
    }
    if (mode == 0) {
        hang_up_client = fd;    /* first store, then look: a signal between */
        if (server_stopping)    /*   the two is not lost (see stop) */
            shutdown(fd, SHUT_RDWR);
    }
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    if (verbose) {
        fprintf(stderr, "client %d from ", fd);
        listen_print(stderr, &from);
    }
    return fd;
}
