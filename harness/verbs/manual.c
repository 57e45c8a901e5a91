/*
 * manual.c: the manual page, from the same tables as the help.
 */
#include "verbs/manual.h"

#include "lib/version.h"
#include "verbs/command_line.h"
#include "verbs/help.h"
#include "verbs/verb.h"

#include <stdlib.h>
#include <string.h>

static const char description[] =
    "muxlab is the common client of five TCP echo servers, which are the same "
    "server written in five ways: blocking, nonblocking, select, poll and "
    "epoll. It talks to them, checks them, puts the same load to them, shows "
    "their system calls, and does the same with any other echo server, in any "
    "language.\n";

static const char environment[] =
    "NO_COLOR: no colours, if it is set and not empty.\n"
    "TERM: no colours and no progress lines if it is dumb.\n"
    "COLUMNS: the width of a picture on the terminal.\n"
    "BATS_ROOT_PID: a server that `start` left ends with this process.\n"
    "HOST, PORT: set for each command that is started, and used by none of the "
    "verbs.\n";

static const char examples[] =
    "  muxlab talk epoll\n"
    "  muxlab check mine='python3 my.py'\n"
    "  muxlab compare --quick poll epoll\n"
    "  muxlab load -c 100 -t 2 -- ./server -p {port}\n"
    "  muxlab watch --timeline three-clients blocking epoll\n"
    "  muxlab with select -- sh -c 'echo hello | nc -N $HOST $PORT'\n";

/* ---- man(7) -------------------------------------------------------------- */

/* Text as it is: no character of it is a command. */
static void put(FILE *to, const char *text, size_t n)
{
    if (n > 0 && (*text == '.' || *text == '\''))
        fputs("\\&", to);
    for (size_t i = 0; i < n; i++)
        if (text[i] == '-')
            fputs("\\-", to);
        else if (text[i] == '\\')
            fputs("\\e", to);
        else
            putc(text[i], to);
}

/* Each line is a paragraph; one that begins with a blank stands as it is. */
static void put_paragraphs(FILE *to, const char *text)
{
    for (size_t n; *text; text += n + (text[n] == '\n')) {
        n = strcspn(text, "\n");
        if (n == 0)
            continue;
        fputs(*text == ' ' ? ".nf\n" : ".PP\n", to);
        put(to, text, n);
        fputs(*text == ' ' ? "\n.fi\n" : "\n", to);
    }
}

/* What `list` prints, as it stands. */
static void put_list(FILE *to, void (*list)(FILE *to))
{
    char *text = NULL;
    size_t size;
    FILE *f = open_memstream(&text, &size);

    if (f) {
        list(f);
        fclose(f);
        put_paragraphs(to, text);
    }
    free(text);
}

static void put_option(FILE *to, const struct option_row *row)
{
    fputs(".TP\n.B ", to);
    if (row->letter)
        fprintf(to, "\\-%c\\fR, \\fB", row->letter);
    fputs("\\-\\-", to);
    put(to, row->name, strlen(row->name));
    if (row->argument)
        fprintf(to, " \\fI%s", row->argument);
    fputs("\\fR\n", to);
    put(to, row->help, strlen(row->help));
    if (row->standard)
        fprintf(to, " (default %s)", row->standard);
    putc('\n', to);
    if (row->without)
        fprintf(to, "(Excludes: %s.)\n", row->without);
    if (row->needs)
        fprintf(to, "(Needs: %s.)\n", row->needs);
}

static void put_options(FILE *to, const struct option_row *table)
{
    for (; table->name; table++)
        put_option(to, table);
}

/* ---- the page ------------------------------------------------------------ */

static void put_verb(FILE *to, const struct verb *v)
{
    const char *at = v->usage;

    fprintf(to, ".SS %s\n.nf\n", v->name);
    for (size_t n; *at; at += n + 1) {
        n = strcspn(at, "\n");
        fprintf(to, "\\fBmuxlab %s\\fR [OPTION...] ", v->name);
        put(to, at, n);
        putc('\n', to);
    }
    fputs(".fi\n", to);
    put_paragraphs(to, v->about);
    put_options(to, v->options);
    if (v->list) {
        fprintf(to, ".PP\n%s:\n", v->list_title);
        put_list(to, v->list);
    }
    if (v->notes)
        put_paragraphs(to, v->notes);
    fputs(".PP\nExit status:\n", to);
    for (size_t i = 0; v->ends[i].status; i++) {
        fprintf(to, ".TP\n.B %s\n", v->ends[i].status);
        put(to, v->ends[i].when, strlen(v->ends[i].when));
        putc('\n', to);
    }
}

void manual_print(FILE *to)
{
    fprintf(to, ".TH MUXLAB 1 \"\" \"muxlab %s\" \"User Commands\"\n"
            ".SH NAME\nmuxlab \\- one client for echo servers: talk, check, "
            "compare, load, watch\n"
            ".SH SYNOPSIS\n.B muxlab\n.I VERB\n"
            "[\\fIOPTION\\fR...] [\\fIARGUMENT\\fR...]\n"
            ".SH DESCRIPTION\n", version_number);
    put_paragraphs(to, description);
    put_list(to, help_targets);
    fputs(".SH OPTIONS OF EVERY VERB\n", to);
    put_options(to, command_line_options);
    fputs(".SH VERBS\n", to);
    for (const struct verb *const *v = verbs; *v; v++)
        put_verb(to, *v);
    fputs(".SH ENVIRONMENT\n", to);
    put_paragraphs(to, environment);
    fputs(".SH EXAMPLES\n", to);
    put_paragraphs(to, examples);
    fputs(".SH SEE ALSO\n.BR bats (1),\n.BR poll (2),\n.BR select (2),\n"
          ".BR epoll (7),\n.BR tcp (7)\n", to);
}
