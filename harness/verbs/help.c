/*
 * help.c: the verb `help`, and the help of all others.
 */
#include "verbs/help.h"

#include "lib/exit_status.h"
#include "lib/text.h"
#include "server/models.h"
#include "verbs/command_line.h"
#include "verbs/completion.h"
#include "verbs/manual.h"

#include <err.h>
#include <string.h>

enum { COLUMNS = 80, VERBS = 32 };

const struct verb *help_find(const char *name)
{
    const char *names[VERBS] = { NULL };

    for (size_t i = 0; verbs[i]; i++) {
        if (strcmp(verbs[i]->name, name) == 0)
            return verbs[i];
        names[i] = verbs[i]->name;
    }
    if (*name)
        warnx("%s: no such verb%s", text_word(name),
              text_meant(name, names));
    else
        warnx("the verb is empty");
    return NULL;
}

void help_targets(FILE *to)
{
    fprintf(to,
        "A TARGET, the server in question, is one of\n"
        "  epoll              a model: %s\n",
        model_names(false));
    fprintf(to,
        "  fork               a variation of one: %s\n"
        "  HOST:PORT          a server that runs already\n"
        "  unix:PATH          the same, at a Unix-domain socket\n"
        "  NAME='COMMAND'     any command, run by sh; {port} and {host} in it\n"
        "                     are replaced, and PORT and HOST are set; with\n"
        "                     {path} it is called at that Unix-domain socket\n"
        "  -- COMMAND ARG...  the same without sh (as the last thing)\n"
        "  udp:HOST:PORT, udp:NAME='COMMAND'\n"
        "                     a server of datagrams\n"
        "  faulty:FAULT,...   to test clients with: silent, delay=MS, and\n"
        "                     more (tests/servers/README.md)\n",
        model_names(true));
}

void help_all(FILE *to)
{
    fprintf(to, "usage: muxlab VERB [OPTION...] [ARGUMENT...]\n\n");
    for (const struct verb *const *v = verbs; *v; v++)
        fprintf(to, "  %-8s %s\n", (*v)->name, (*v)->does);
    putc('\n', to);
    help_targets(to);
    fprintf(to, "\nOptions of every verb:\n");
    options_help(to, command_line_options);
    fprintf(to, "\nmuxlab VERB --help tells more, and every exit status.\n");
}

/* "usage: muxlab VERB [OPTION...] TARGET", and so on. */
static void print_usage(FILE *to, const struct verb *v)
{
    const char *before = "usage:";

    for (const char *at = v->usage; *at; at += strcspn(at, "\n") + 1) {
        fprintf(to, "%s muxlab %s [OPTION...] %.*s\n", before, v->name,
                (int)strcspn(at, "\n"), at);
        before = "      ";
    }
    putc('\n', to);
}

void help_verb(FILE *to, const struct verb *v)
{
    static const struct option_row help[] = {
        { "help", 'h', .help = "this text; muxlab --help tells the options of "
          "every verb" },
        { .name = NULL }
    };

    print_usage(to, v);
    text_paragraphs(to, v->about, COLUMNS);
    putc('\n', to);
    options_help(to, v->options);
    options_help(to, help);
    if (v->list) {
        fprintf(to, "\n%s:\n", v->list_title);
        v->list(to);
    }
    putc('\n', to);
    if (v->notes) {
        text_paragraphs(to, v->notes, COLUMNS);
        putc('\n', to);
    }
    fprintf(to, "Exit status:\n");
    for (size_t i = 0; v->ends[i].status; i++) {
        char label[16];
        snprintf(label, sizeof label, "  %s", v->ends[i].status);
        text_hang(to, label, v->ends[i].when, 10, COLUMNS);
    }
}

static bool man;
static int shell = -1;

static const struct option_row options[] = {
    { "man", .help = "print the manual page, for man(1)", .flag = &man,
      .without = "completion" },
    { "completion", .argument = "SHELL", .help = "print what bash, zsh or fish "
      "needs to complete muxlab's command lines", .number = &shell,
      .words = completion_shells },
    { .name = NULL }
};

static int run(const struct arguments *a)
{
    const struct verb *verb = NULL;

    if (a->n > 1 || (a->n == 1 && (man || shell != -1)))
        warnx("help: '%s' is one word too many", text_word(a->words[a->n - 1]));
    else if (a->n == 1)
        verb = help_find(a->words[0]);
    if (a->n > 0 && !verb)
        return WRONG_USAGE;
    if (man)
        manual_print(stdout);
    else if (shell != -1)
        completion_print(stdout, shell);
    else if (verb)
        help_verb(stdout, verb);
    else
        help_all(stdout);
    return ALL_HELD;
}

const struct verb verb_help = {
    .name = "help",
    .does = "this text, or a verb's: help VERB",
    .usage = "[VERB]\n",
    .about = "Prints what muxlab does, or how a verb is used.\n",
    .options = options,
    .ends = {
        { "0", "it was printed" },
        { "2", "there is no such verb" },
    },
    .run = run,
};
