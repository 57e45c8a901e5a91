/*
 * talk.c: the client in your hand: what you type goes to the server, and what
 * comes back is printed.
 *
 * One poll(2) loop waits for the server and for standard input at once, so a
 * server may answer late, in pieces, or unasked. It reads more input only when
 * all of the last has been sent, as our servers do with their clients; so a
 * file of any size goes through one buffer. It has no deadline: a server that
 * serves another client first keeps you waiting, which is worth seeing.
 */
#include "client/wire.h"
#include "lib/exit_status.h"
#include "server/server.h"
#include "verbs/command_line.h"
#include "verbs/verb.h"

#include <err.h>
#include <errno.h>
#include <getopt.h>
#include <netdb.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BUFFER_SIZE = 65536 };

static const char usage[] =
"usage: muxlab talk [-m TEXT]... [TARGET]\n"
"       muxlab talk [-m TEXT]... -- COMMAND [ARG...]\n"
"\n"
"Sends standard input to an echo server and prints what comes back. At end of\n"
"input (Ctrl-D) it half-closes, and reads on until the server closes, too.\n"
"Every byte is passed on as it is: muxlab talk < FILE > COPY makes a copy.\n"
"\n"
"TARGET is HOST:PORT (default 127.0.0.1:50007), or a server to be started for\n"
"the occasion: blocking, nonblocking, select, poll, epoll, or NAME='COMMAND'.\n"
"\n"
"  -m, --message TEXT  send TEXT and a newline instead of standard input;\n"
"                      several go out in the order given\n"
"  -h, --help          show this and end\n"
"\n"
"Exit status: 0; 1 if the server closed early or reset the connection; 2 for\n"
"wrong usage; 3 if it could not be started or connected to.\n";

struct talk {
    const char *where;          /* the server's address, for messages */
    int server;                 /* its socket */
    const char *owed;           /* input not yet sent */
    size_t owed_size;
    bool ended;                 /* there is no more input */
    bool shut;                  /* and we have half-closed */
    int lost;                   /* errno of a send that failed */
    bool prompt;                /* a person is typing */
    bool over;
    enum exit_status ending;
};

static void end(struct talk *t, enum exit_status ending)
{
    t->over = true;
    t->ending = ending;
}

static bool would_block(int error)
{
    return error == EAGAIN || error == EINTR || error == ENOBUFS;
}

static void prompt(const struct talk *t)
{
    if (!t->prompt)
        return;
    fputs(">> ", stdout);
    fflush(stdout);
}

static void read_input(struct talk *t)
{
    static char input[BUFFER_SIZE];
    ssize_t n = read(STDIN_FILENO, input, sizeof input);

    if (n == -1 && would_block(errno))
        return;
    if (n == -1)
        warn("standard input");
    if (n <= 0) {
        t->ended = true;
        if (t->prompt)
            putchar('\n');
        return;
    }
    t->owed = input;
    t->owed_size = (size_t)n;
}

/* A send that fails does not end the talk: what the server had sent before it
 * closed is still to be read. */
static void send_owed(struct talk *t)
{
    ssize_t n = 0;

    if (t->owed_size > 0)
        n = send(t->server, t->owed, t->owed_size, MSG_NOSIGNAL);
    if (n == -1 && !would_block(errno)) {
        t->lost = errno;
        t->ended = true;
        n = (ssize_t)t->owed_size;
    }
    if (n > 0) {
        t->owed += n;
        t->owed_size -= (size_t)n;
    }
    if (t->ended && t->owed_size == 0 && !t->shut && t->lost == 0) {
        shutdown(t->server, SHUT_WR);
        t->shut = true;
    }
}

static void receive_end(struct talk *t, int error)
{
    if (t->prompt && !t->ended)
        putchar('\n');
    fflush(stdout);
    if (error != 0)
        warnx("%s: %s", t->where, strerror(error));
    else if (!t->shut)
        warnx("%s: the server closed the connection", t->where);
    end(t, error == 0 && t->shut ? ALL_HELD : NOT_HELD);
}

static void receive(struct talk *t)
{
    static char answer[BUFFER_SIZE];
    ssize_t n = recv(t->server, answer, sizeof answer, 0);

    if (n == -1 && would_block(errno))
        return;
    if (n <= 0) {
        receive_end(t, n == -1 ? errno : t->lost);
    } else if (fwrite(answer, 1, (size_t)n, stdout) < (size_t)n
               || fflush(stdout) == EOF) {
        warn("standard output");
        end(t, CANNOT);
    } else if (answer[n - 1] == '\n' && !t->ended) {
        prompt(t);
    }
}

static enum exit_status converse(struct talk *t)
{
    prompt(t);
    while (!t->over) {
        bool reads = t->owed_size == 0 && !t->ended;
        short sends = t->owed_size > 0 ? POLLOUT : 0;
        struct pollfd p[2] = {
            { .fd = t->server, .events = (short)(POLLIN | sends) },
            { .fd = reads ? STDIN_FILENO : -1, .events = POLLIN },
        };

        if (poll(p, 2, -1) == -1 && errno != EINTR) {
            warn("poll");
            return CANNOT;
        }
        if (p[1].revents != 0)
            read_input(t);
        send_owed(t);
        if (p[0].revents & ~POLLOUT)
            receive(t);
    }
    return t->ending;
}

/* 127.0.0.1 port 50007, in a static buffer. */
static const char *address_name(const struct server *s)
{
    static char name[NI_MAXHOST + NI_MAXSERV + 8];
    char host[NI_MAXHOST], port[NI_MAXSERV];

    if (getnameinfo((const struct sockaddr *)&s->address, s->address_size,
                    host, sizeof host, port, sizeof port,
                    NI_NUMERICHOST | NI_NUMERICSERV) != 0)
        return s->target->name;
    snprintf(name, sizeof name, "%s port %s", host, port);
    return name;
}

/* The input is `messages`, or standard input where there are none. */
static enum exit_status talk_to(const struct server *s, const char *messages,
                                size_t size)
{
    struct wire w = { .fd = -1 };
    struct talk t = { .where = address_name(s) };

    if (wire_connect(&w, s, 10) == -1) {
        warnx("%s: %s", t.where, strerror(w.error));
        return CANNOT;
    }
    t.server = w.fd;
    t.owed = messages;
    t.owed_size = size;
    t.ended = size > 0;
    t.prompt = !t.ended && isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
    t.ending = converse(&t);
    wire_close(&w);
    return t.ending;
}

static enum exit_status talk(const struct target *target, const char *messages,
                             size_t size)
{
    struct server s = { 0 };
    enum exit_status ending;

    if (server_start(&s, target, NULL) == -1) {
        warnx("%s", s.why);
        return CANNOT;
    }
    ending = talk_to(&s, messages, size);
    server_stop(&s);
    server_forget(&s);
    return ending;
}

/* Reads the options into *messages. Returns 0, or -1 when there is nothing
 * more to do and *ending says how it ended. */
static int read_options(int argc, char **argv, FILE *messages,
                        enum exit_status *ending)
{
    static const struct option options[] = {
        { "message", required_argument, NULL, 'm' },
        { "help", no_argument, NULL, 'h' },
        { NULL, 0, NULL, 0 },
    };
    int option;

    while ((option = getopt_long(argc, argv, "m:h", options, NULL)) != -1) {
        if (option == 'm') {
            fprintf(messages, "%s\n", optarg);
            continue;
        }
        fputs(option == 'h' ? usage : "", stdout);
        *ending = option == 'h' ? ALL_HELD
                  : (enum exit_status)command_line_usage("talk");
        return -1;
    }
    return 0;
}

/* Which server: the word, the command after `--`, or the default. */
static int read_target(struct target *t, int n, char **words, char **command)
{
    if (n == 0 && !command)
        return target_parse(t, "127.0.0.1:50007");
    return command_line_target(t, "talk", n, words, command);
}

int verb_talk(int argc, char **argv)
{
    struct target target = { 0 };
    enum exit_status ending = USAGE;
    char *messages = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&messages, &size);
    char **command = command_line_command(&argc, argv);
    int more;

    if (!stream) {
        warn("talk");
        return CANNOT;
    }
    more = read_options(argc, argv, stream, &ending);
    fclose(stream);
    if (more == 0 && read_target(&target, argc - optind, argv + optind,
                                 command) == 0) {
        ending = talk(&target, messages, size);
        target_free(&target);
    } else if (more == 0) {
        command_line_usage("talk");
    }
    free(messages);
    return (int)ending;
}
