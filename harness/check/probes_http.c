/*
 * probes_http.c: for a server of pages (--reply http): GET and HEAD of /, 404
 * for any other path, 501 for any other method; RFC 9112.
 */
#include "check/actions.h"
#include "lib/text.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_HEAD = 4096, MOST_PAGE = 65536, MOMENT_MS = 5 };

#define GET "GET / HTTP/1.1\r\nHost: here\r\n\r\n"

struct answer {
    int status;
    long length;                /* Content-Length; -1: there is none */
};

static bool head_is_whole(const char *head, size_t n)
{
    return n >= 4 && memcmp(head + n - 4, "\r\n\r\n", 4) == 0;
}

/* Receives the head of an answer, a byte at a time, so that none of what comes
 * after it is taken. */
static struct answer hear_head(struct trial *t, struct wire *w)
{
    struct answer a = { .length = -1 };
    char head[MOST_HEAD + 1] = "", line[64], *length;
    size_t n = 0;

    while (t->verdict == HELD && n < MOST_HEAD && !head_is_whole(head, n))
        take_text(t, w, head + n++, 1);
    snprintf(line, sizeof line, "%.*s", (int)strcspn(head, "\r\n"), head);
    if (sscanf(line, "HTTP/1.%*1[01] %d ", &a.status) != 1)
        fail(t, "a status line, such as HTTP/1.1 200 OK", "%s",
             text_word(line));
    length = strcasestr(head, "\ncontent-length:");
    if (length)
        a.length = strtol(strchr(length, ':') + 1, NULL, 10);
    return a;
}

/* The head must have this status, and say how long the page is. */
static struct answer hear_status(struct trial *t, struct wire *w, int status)
{
    struct answer a = hear_head(t, w);
    char expected[32];

    snprintf(expected, sizeof expected, "status %d", status);
    if (a.status != status)
        fail(t, expected, "status %d", a.status);
    if (a.length < 0 || a.length > MOST_PAGE)
        fail(t, "Content-Length, and not too large", "%s",
             a.length < 0 ? "an answer without it" : "it is too large");
    return a;
}

/* An answer with its page. Returns the page's length. */
static long hear_answer(struct trial *t, struct wire *w, int status)
{
    static char page[MOST_PAGE + 1];
    struct answer a = hear_status(t, w, status);

    if (t->verdict == HELD)
        take_text(t, w, page, (size_t)a.length);
    return a.length;
}

static long ask_page(struct trial *t, struct wire *w, const char *request,
                     int status)
{
    say_text(t, w, request, strlen(request));
    return hear_answer(t, w, status);
}

static void get(struct trial *t)
{
    struct wire *w = arrive(t);

    step(t, "GET /, and again on the same connection");
    if (ask_page(t, w, GET, 200) == 0)
        fail(t, "a page", "Content-Length: 0");
    ask_page(t, w, GET, 200);
    step(t, "half-close, and wait for end of file; the next is served");
    half_close(t, w);
    hear_end(t, w);
    ask_page(t, arrive(t), GET, 200);
}

static void not_found(struct trial *t)
{
    struct wire *w = arrive(t);

    step(t, "GET /no/such/page, then GET /");
    ask_page(t, w, "GET /no/such/page HTTP/1.1\r\nHost: here\r\n\r\n", 404);
    ask_page(t, w, GET, 200);
}

static void head(struct trial *t)
{
    struct wire *w = arrive(t);
    long length = ask_page(t, w, GET, 200);
    static const char request[] = "HEAD / HTTP/1.1\r\nHost: here\r\n\r\n";

    step(t, "GET /, then HEAD /: the same Content-Length, and no page");
    say_text(t, w, request, strlen(request));
    if (hear_status(t, w, 200).length != length)
        fail(t, "the Content-Length of GET", "another");
    step(t, "GET / on the same connection: its head comes next");
    ask_page(t, w, GET, 200);
}

static void other_method(struct trial *t)
{
    struct wire *w = arrive(t);

    step(t, "BREW /, then GET / on the same connection");
    ask_page(t, w, "BREW / HTTP/1.1\r\nHost: here\r\n\r\n", 501);
    ask_page(t, w, GET, 200);
}

/* Half a request has been read: nothing may come back. */
static void be_silent(struct trial *t, const struct wire *w)
{
    struct pollfd p = { .fd = w->fd, .events = POLLIN };

    if (t->verdict == HELD && poll(&p, 1, MOMENT_MS) != 0)
        fail(t, "no answer to a part of a request", "an answer, or FIN");
}

static void cut_request(struct trial *t)
{
    struct wire *w = arrive(t);

    for (size_t cut = 1; cut < strlen(GET) && t->verdict == HELD; cut++) {
        t->n_steps = 0;
        step(t, "send %zu bytes of a request, and pause", cut);
        say_text(t, w, GET, cut);
        await_read(t, w);
        be_silent(t, w);
        step(t, "send the rest");
        ask_page(t, w, &GET[cut], 200);
    }
}

static void together(struct trial *t)
{
    struct wire *w = arrive(t);

    step(t, "send two requests at once, for / and for another path");
    ask_page(t, w, GET "GET /other HTTP/1.1\r\nHost: here\r\n\r\n", 200);
    hear_answer(t, w, 404);
    step(t, "send one and a half; then the other half");
    ask_page(t, w, GET "GET / HT", 200);
    ask_page(t, w, "TP/1.1\r\nHost: here\r\n\r\n", 200);
}

static void last_request(struct trial *t)
{
    static const char request[] = "GET / HTTP/1.1\r\nHost: here\r\n"
                                  "Connection: close\r\n\r\n";
    struct wire *w = arrive(t);

    step(t, "GET / with Connection: close; then end of file comes");
    ask_page(t, w, request, 200);
    half_close(t, w);
    hear_end(t, w);
    step(t, "another sends a request and half-closes: it is answered");
    w = arrive(t);
    say_text(t, w, GET, strlen(GET));
    half_close(t, w);
    hear_answer(t, w, 200);
}

static void reset_request(struct trial *t)
{
    struct wire *w = arrive(t);

    step(t, "send half a request and reset; the next is served");
    say_text(t, w, GET, 20);
    reset(t, w);
    ask_page(t, arrive(t), GET, 200);
}

static void half_beside(struct trial *t)
{
    struct wire *w = crowd(t, 2);

    step(t, "the first client sends half a request; the second is served");
    say_text(t, &w[0], GET, 20);
    ask_page(t, &w[1], GET, 200);
    step(t, "the first sends the other half");
    ask_page(t, &w[0], &GET[20], 200);
}

#define SEE "labs/13-http/README.md"

const struct probe probes_http[] = {
    { .name = "GET", .run = get,
      .asked = SEQUENTIAL, .whose = ANY, .replies = TO_HTTP,
      .holds = "200, and a page of the length it says",
      .usual = "Content-Length is missing, or the connection is closed after"
               " each answer.", .see = SEE },
    { .name = "another path", .run = not_found,
      .asked = SEQUENTIAL, .whose = ANY, .replies = TO_HTTP,
      .holds = "404 for a page that is not there",
      .usual = "The request is not looked at.", .see = SEE },
    { .name = "HEAD", .run = head,
      .asked = SEQUENTIAL, .whose = ANY, .replies = TO_HTTP,
      .holds = "what GET would say, without the page",
      .usual = "The page is sent all the same, or its length is left out.",
      .see = SEE },
    { .name = "another method", .run = other_method,
      .asked = SEQUENTIAL, .whose = ANY, .replies = TO_HTTP,
      .holds = "501 for what it does not know",
      .usual = "Whatever is asked is taken for GET.", .see = SEE },
    { .name = "a request that is cut", .run = cut_request,
      .asked = SEQUENTIAL, .whose = ANY, .replies = TO_HTTP,
      .holds = "it is one request, wherever it was cut",
      .usual = "What recv gave is taken for a request.", .see = SEE },
    { .name = "requests in one piece", .run = together,
      .asked = SEQUENTIAL, .whose = ANY, .replies = TO_HTTP,
      .holds = "each is answered, in order",
      .usual = "What comes after the first empty line is lost.", .see = SEE },
    { .name = "the last request", .run = last_request,
      .asked = SEQUENTIAL, .whose = ANY, .replies = TO_HTTP,
      .holds = "it is answered, and then closed",
      .usual = "Connection: close is not looked for; or end of file closes"
               " before the answer has gone.", .see = SEE },
    { .name = "reset in a request", .run = reset_request,
      .asked = SEQUENTIAL, .whose = ANY, .replies = TO_HTTP,
      .holds = "a client that resets harms no other",
      .usual = "An error of recv ends the server.",
      .see = "labs/02-upper/README.md" },
    { .name = "half a request beside", .run = half_beside,
      .asked = CONCURRENT, .whose = ANY, .replies = TO_HTTP,
      .holds = "half a request delays no other client",
      .usual = "It reads on until the request is whole.",
      .see = "poll/server.c" },
    { 0 },
};
