/*
 * call_log.c: each observed call as a line: in words, or as a JSON object.
 */
#include "watch/call_log.h"

#include "lib/json.h"
#include "lib/terminal.h"
#include "lib/text.h"
#include "watch/errors.h"
#include "watch/syscalls.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { FDS = 65536, COLOURS = 6 };

static const char *result_name(int64_t result)
{
    static char number[32];
    const char *name = result < 0 ? error_name((int)-result) : NULL;

    if (result == TRACE_UNFINISHED)
        return "(did not return)";
    if (name)
        return name;
    if (result < 0)
        snprintf(number, sizeof number, "error %" PRId64, -result);
    else
        snprintf(number, sizeof number, "%" PRId64, result);
    return number;
}

/* Clients are numbered in the order of accept; 0: not a client's call. */
static int client_of(const struct call *c)
{
    static int by_fd[FDS], clients;
    enum syscall_kind kind = syscall_rows[c->row].kind;
    bool accepted = kind == CALL_ACCEPT && c->result >= 0;
    int64_t fd = accepted ? c->result : c->fd;
    int client;

    if (fd < 0 || fd >= FDS || (kind == CALL_ACCEPT && !accepted))
        return 0;
    if (accepted)
        by_fd[fd] = ++clients;
    client = by_fd[fd];
    if (kind == CALL_CLOSE && strcmp(syscall_rows[c->row].name, "close") == 0)
        by_fd[fd] = 0;
    return client;
}

static bool is_text(const struct call *c)
{
    for (int i = 0; i < c->text_size; i++) {
        unsigned char byte = (unsigned char)c->text[i];

        if (byte >= 128 || (!isprint(byte) && !isspace(byte)))
            return false;
    }
    return c->text_size > 0;
}

/* The bytes as text, each byte a character, in a static buffer. */
static const char *text_of(const struct call *c)
{
    static char text[2 * TRACE_TEXT + 1];
    size_t n = 0;

    for (int i = 0; i < c->text_size; i++) {
        unsigned char byte = (unsigned char)c->text[i];

        if (byte >= 128)
            text[n++] = (char)(0xc0 | byte >> 6);
        text[n++] = (char)(byte >= 128 ? 0x80 | (byte & 0x3f)
                                       : byte == 0 ? '?' : byte);
    }
    text[n] = '\0';
    return text;
}

static const char *span(int64_t ns)
{
    static char to[32];

    snprintf(to, sizeof to, "%.1f ms", (double)ns / 1e6);
    return to;
}

static void print_wait(const struct call *c)
{
    printf("%s", syscall_rows[c->row].name);
    if (c->slept)
        printf(" slept %s,", span(c->end - c->begin));
    if (c->result >= 0 && syscall_rows[c->row].asked >= 0)
        printf(" %" PRId64 " ready", c->result);
    else
        printf(" = %s", result_name(c->result));
}

static void print_call(const struct call *c, bool datagrams)
{
    enum syscall_kind kind = syscall_rows[c->row].kind;

    printf("%s(", syscall_rows[c->row].name);
    if (syscall_rows[c->row].fd >= 0)
        printf("%d", c->fd);
    if (kind == CALL_WRITE && c->asked > 0)
        printf(", %" PRIu64 " byte%s", c->asked, c->asked == 1 ? "" : "s");
    if (kind == CALL_CONNECT && c->peer != 0)
        printf(", port %u", c->peer);
    printf(")");
    if (c->slept)
        printf(" slept %s,", span(c->end - c->begin));
    printf(" = %s", result_name(c->result));
    if (kind == CALL_READ && is_text(c)) {
        putchar(' ');
        text_json(stdout, text_of(c));
        if (c->result > c->text_size)
            printf("...");
    }
    if (kind == CALL_READ && c->result == 0)
        printf(datagrams ? " (an empty datagram)" : " (end of file)");
}

static void print_words(const struct call_log *l, const struct call *c,
                        bool colour)
{
    static const int colours[COLOURS] = { 33, 208, 36, 170, 220, 74 };
    int client = client_of(c);

    printf("%9.1f  ", (double)(c->end - l->begin) / 1e6);
    if (colour && client > 0)
        printf("\033[38;5;%dm", colours[client % COLOURS]);
    if (c->thread != l->trace->calls[0].thread)
        printf("[%d] ", c->thread);
    if (syscall_rows[c->row].kind == CALL_WAIT)
        print_wait(c);
    else
        print_call(c, l->datagrams);
    if (c->times > 1)
        printf(", %" PRIu64 " times", c->times);
    if (c->injected)
        printf(" (injected)");
    if (client > 0)
        printf("  client %d", client);
    printf("%s\n", colour && client > 0 ? "\033[0m" : "");
}

static void print_json(const struct call_log *l, const struct call *c)
{
    struct json_writer w = { .to = stdout };

    json_report(&w, "watch", 1);
    json_text(&w, "server", l->server);
    json_text(&w, "call", syscall_rows[c->row].name);
    json_number(&w, "process", c->process);
    json_number(&w, "thread", c->thread);
    json_number(&w, "begin_ns", (double)(c->begin - l->begin));
    json_number(&w, "end_ns", (double)(c->end - l->begin));
    if (syscall_rows[c->row].fd >= 0)
        json_number(&w, "fd", c->fd);
    if (c->result < 0)
        json_text(&w, "error", result_name(c->result));
    else
        json_number(&w, "result", (double)c->result);
    if (c->peer != 0)
        json_number(&w, "peer_port", c->peer);
    if (c->text_size > 0)
        json_text(&w, "text", text_of(c));
    json_number(&w, "asked", (double)c->asked);
    json_number(&w, "times", (double)c->times);
    json_bool(&w, "vain", c->vain);
    json_bool(&w, "slept", c->slept);
    if (c->injected)
        json_bool(&w, "injected", true);
    json_close(&w);
}

void call_log_print(void *log)
{
    struct call_log *l = log;
    uint64_t n = l->trace->n;
    bool colour = terminal_coloured(stdout);

    if (l->told == n)
        return;
    for (; l->told < n; l->told++) {
        const struct call *c = &l->trace->calls[l->told];

        if (c->end < l->from)
            continue;
        if (l->json)
            print_json(l, c);
        else
            print_words(l, c, colour);
    }
    fflush(stdout);
}
