/*
 * talk.c: the client in your hand: what you type goes to the server, and what
 * comes back is printed.
 *
 * One poll(2) loop waits for the server and for standard input at once, so a
 * server may answer late, in pieces, or unasked. It reads more input only when
 * all of the last has been sent, as our servers do with their clients; so a
 * file of any size goes through one buffer. It has no deadline: a server that
 * serves another client first keeps you waiting, which is worth seeing. Only an
 * answer by UDP is not waited for without end, since it may be lost.
 */
#include "client/expectation.h"
#include "client/wire.h"
#include "lib/deadline.h"
#include "lib/exit_status.h"
#include "lib/terminal.h"
#include "server/server.h"
#include "verbs/command_line.h"
#include "verbs/verb.h"

#include <err.h>
#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BUFFER_SIZE = 65536, PATIENCE_MS = 500, LOST_SECONDS = 2 };

static bool verbose;
static const char *expected;    /* NULL: any answer will do */

struct talk {
    const char *where;          /* the server's address, for messages */
    int server;                 /* its socket */
    bool datagrams;             /* a line is one, and the next waits until it
                                   has its answer, or is lost */
    int64_t late;               /* when it is lost */
    bool lossy;                 /* one was */
    const char *owed;           /* input not yet sent */
    size_t owed_size;
    bool ended;                 /* there is no more input */
    bool shut;                  /* and we have half-closed */
    int lost;                   /* errno of a connection that broke */
    bool prompt;                /* a person is typing */
    bool unanswered;            /* nothing has come since the last was sent, */
    bool waiting;               /*   and we have said so */
    int64_t begun;
    struct expectation expectation;
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

/* Says what happens, to a person or on request. */
__attribute__((format(printf, 2, 3)))
static void tell(const struct talk *t, const char *format, ...)
{
    va_list arguments;

    if (!t->prompt && !verbose)
        return;
    fflush(stdout);
    if (verbose)
        fprintf(stderr, "%9.3f s  ", (double)(deadline_now() - t->begun) / 1e9);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
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
    if (n == -1) {
        warn("standard input");
        end(t, CANNOT);
    }
    if (n <= 0) {
        t->ended = true;
        if (t->prompt)
            putchar('\n');
        return;
    }
    t->owed = input;
    t->owed_size = (size_t)n;
}

/* What is to be sent at once: all; or one line, if none is under way. */
static size_t due(const struct talk *t)
{
    const char *newline;
    size_t most = t->owed_size < WIRE_DATAGRAM ? t->owed_size : WIRE_DATAGRAM;

    if (!t->datagrams)
        return t->owed_size;
    if (t->unanswered || most == 0)
        return 0;
    newline = memchr(t->owed, '\n', most);
    return newline ? (size_t)(newline + 1 - t->owed) : most;
}

/* A send that fails does not end the talk: what the server had sent before it
 * closed is still to be read. */
static void send_owed(struct talk *t)
{
    size_t size = due(t);
    ssize_t n = 0;

    if (size > 0)
        n = send(t->server, t->owed, size, MSG_NOSIGNAL);
    if (n == -1 && !would_block(errno)) {
        t->lost = t->lost ? t->lost : errno;
        t->ended = true;
        n = (ssize_t)t->owed_size;
    }
    if (n > 0 && t->lost == 0) {
        if (verbose)
            tell(t, "sent %zd bytes", n);
        t->unanswered = true;
        t->waiting = false;
        t->late = deadline_in(LOST_SECONDS);
        if (expectation_sent(&t->expectation, t->owed, (size_t)n) == -1)
            end(t, CANNOT);
    }
    if (n > 0) {
        t->owed += n;
        t->owed_size -= (size_t)n;
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
    if (verbose || (error == 0 && t->shut))
        tell(t, error == ECONNRESET ? "the server has reset the connection"
             : "the server has closed the connection");
    end(t, error == 0 && t->shut ? ALL_HELD
        : error == ECONNREFUSED ? CANNOT : NOT_HELD);
}

/* After the last of the input. A datagram says no end of file. */
static void finish(struct talk *t)
{
    if (t->over || !t->ended || t->owed_size > 0)
        return;
    if (!t->datagrams && !t->shut && t->lost == 0) {
        shutdown(t->server, SHUT_WR);
        t->shut = true;
        if (verbose)
            tell(t, "sent end of file");
    } else if (t->datagrams && t->lost != 0) {
        receive_end(t, t->lost);
    } else if (t->datagrams && !t->unanswered) {
        end(t, t->lossy ? NOT_HELD : ALL_HELD);
    }
}

static void receive(struct talk *t)
{
    static char answer[BUFFER_SIZE];
    ssize_t n = recv(t->server, answer, sizeof answer, 0);

    if (n == -1 && would_block(errno))
        return;
    t->unanswered = false;
    if (n > 0 || (n == 0 && t->datagrams)) {
        if (verbose)
            tell(t, "received %zd bytes", n);
        expectation_received(&t->expectation, answer, (size_t)n);
    }
    if (n < 0 || (n == 0 && !t->datagrams)) {
        receive_end(t, n == -1 ? errno : t->lost);
    } else if (fwrite(answer, 1, (size_t)n, stdout) < (size_t)n
               || fflush(stdout) == EOF) {
        warn("standard output");
        end(t, CANNOT);
    } else if (!t->ended && (n == 0 || answer[n - 1] == '\n')) {
        prompt(t);
    }
}

/* Nothing has come for a while. */
static void wait_on(struct talk *t)
{
    if (!t->waiting)
        tell(t, "waiting for the answer...");
    t->waiting = true;
    if (!t->datagrams || deadline_left(t->late) > 0)
        return;
    warnx("%s: no answer within %g s", t->where,
          LOST_SECONDS * deadline_scale);
    t->unanswered = false;
    t->lossy = true;
    if (!t->ended)
        prompt(t);
}

/* How long to wait for news, in milliseconds; -1: for ever. */
static int patience(const struct talk *t)
{
    if (t->unanswered && !t->waiting)
        return PATIENCE_MS;
    return t->unanswered && t->datagrams ? deadline_left(t->late) : -1;
}

static enum exit_status converse(struct talk *t)
{
    prompt(t);
    for (finish(t); !t->over; finish(t)) {
        bool reads = t->owed_size == 0 && !t->ended;
        short sends = due(t) > 0 ? POLLOUT : 0;
        struct pollfd p[2] = {
            { .fd = t->server, .events = (short)(POLLIN | sends) },
            { .fd = reads ? STDIN_FILENO : -1, .events = POLLIN },
        };
        int n = poll(p, 2, patience(t));

        if (n == -1 && errno != EINTR) {
            warn("poll");
            return CANNOT;
        }
        if (n == 0)
            wait_on(t);
        if (p[1].revents != 0)
            read_input(t);
        send_owed(t);
        if (p[0].revents & ~POLLOUT)
            receive(t);
    }
    return t->ending;
}

static void cannot_connect(const char *where, int error)
{
    warnx("%s: %s", where, strerror(error));
    if (error == ECONNREFUSED || error == ENOENT)
        fprintf(stderr, "Nothing is listening there. Start one: "
                "bin/echo-blocking; or muxlab talk epoll\n");
}

/* The input is `messages`, or standard input where there are none. */
static enum exit_status talk_to(const struct server *s, const char *messages,
                                size_t size)
{
    struct wire w = { .fd = -1 };
    struct talk t = { .where = address_text(&s->address) };

    if (wire_connect(&w, s, 10) == -1) {
        cannot_connect(t.where, w.error);
        return CANNOT;
    }
    t.server = w.fd;
    t.datagrams = w.datagrams;
    t.lost = w.error;
    t.owed = messages;
    t.owed_size = size;
    t.ended = size > 0;
    t.prompt = !t.ended && terminal_is(stdin) && terminal_is(stdout);
    t.begun = deadline_now();
    tell(&t, "connected to %s%s", t.where, t.prompt ? "; Ctrl-D ends" : "");
    if (expected && expectation_open(&t.expectation, expected) == -1)
        t.ending = CANNOT;
    else
        t.ending = converse(&t);
    if (t.ending != CANNOT && expected && !expectation_met(&t.expectation))
        t.ending = NOT_HELD;
    expectation_close(&t.expectation);
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

static FILE *messages;          /* what -m says, if anything */
static char *text;
static size_t size;

static int add_message(const char *message)
{
    if (!messages)
        messages = open_memstream(&text, &size);
    if (messages && fprintf(messages, "%s\n", message) > 0
        && fflush(messages) == 0)
        return 0;
    warn("--message");
    return -1;
}

static const struct option_row options[] = {
    { "message", 'm', "TEXT", "send TEXT and a newline instead of standard "
      "input; several go out in the order given", .read = add_message },
    { "expect", .argument = "ANSWER", .help = "end with 1 unless this comes "
      "back: `same` (what was sent), `upper` (in capitals), or else this text "
      "and a newline", .text = &expected },
    { "verbose", 'v', .help = "say on stderr what happens, and when",
      .flag = &verbose },
    { .name = NULL }
};

/* The word, the command after `--`, or the default. */
static int read_target(struct target *t, const struct arguments *a)
{
    if (a->n == 0 && !a->command)
        return target_parse(t, "127.0.0.1:50007");
    return command_line_target(t, "talk", a);
}

static int run(const struct arguments *a)
{
    struct target target = { 0 };
    int ending;

    if (read_target(&target, a) == -1)
        return WRONG_USAGE;
    ending = (int)talk(&target, text, size);
    target_free(&target);
    if (messages)
        fclose(messages);
    free(text);
    return ending;
}

const struct verb verb_talk = {
    .name = "talk",
    .does = "type, and see what comes back",
    .usage = "[TARGET]\n-- COMMAND [ARG...]\n",
    .about =
        "Sends standard input to an echo server and prints what comes back. At "
        "end of input (Ctrl-D) it half-closes, and reads on until the server "
        "closes, too. Every byte is passed on as it is, also to a terminal: "
        "`muxlab talk <FILE >COPY` makes a copy. By UDP a line is a datagram; "
        "the next goes when it is answered, or has no answer within 2 s.\n",
    .options = options,
    .notes =
        TARGET_HELP
        "Without one it is 127.0.0.1:50007. A model or a command is started "
        "first, and stopped in the end.\n",
    .ends = {
        { "0", "the server closed after everything had come back (by UDP: "
          "every datagram had an answer)" },
        { "1", "the server closed early or reset the connection, a datagram "
          "had no answer, or the answer is not the expected one" },
        { "2", "wrong usage" },
        { "3", "it cannot be started, or connected to" },
        { "124", "--deadline passed" },
    },
    .run = run,
};
