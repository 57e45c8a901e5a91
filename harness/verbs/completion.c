/*
 * completion.c: completions for bash, zsh and fish, from the same tables as
 * the help.
 */
#include "verbs/completion.h"

#include "server/models.h"
#include "verbs/command_line.h"
#include "verbs/verb.h"

#include <stdbool.h>
#include <string.h>

/* ---- what can stand in a place ------------------------------------------- */

/* Separated by blanks; `blank` stands for one that is part of a word. */
static void put_words(FILE *to, const char *const *words, const char *blank)
{
    for (const char *before = ""; *words; words++, before = " ") {
        fputs(before, to);
        for (const char *c = *words; *c; c++)
            fprintf(to, *c == ' ' ? "%s" : "%.1s", *c == ' ' ? blank : c);
    }
}

static bool takes_file(const struct option_row *row)
{
    return row->argument && strcmp(row->argument, "FILE") == 0;
}

static bool takes_folder(const struct verb *v)
{
    return strncmp(v->usage, "DIR", 3) == 0;
}

/* What may be an argument of the verb, but for folders. */
static void put_arguments(FILE *to, const struct verb *v)
{
    for (const struct model *m = models;
         m->name && strstr(v->usage, "TARGET"); m++)
        fprintf(to, " %s", m->name);
    for (size_t i = 0; verbs[i] && strstr(v->usage, "VERB"); i++)
        fprintf(to, " %s", verbs[i]->name);
}

/* In single quotes; a backslash before each character of `special`. */
static void put_text(FILE *to, const char *text, const char *special)
{
    for (; *text; text++)
        if (*text == '\'')
            fputs("'\\''", to);
        else
            fprintf(to, strchr(special, *text) ? "\\%c" : "%c", *text);
}

/* ---- bash ---------------------------------------------------------------- */

static void bash_options(FILE *to, const struct option_row *table)
{
    for (; table->name; table++)
        fprintf(to, " --%s", table->name);
}

/* What follows an option that takes something, after the verb. Without words it
 * may be a file or a number, and bash completes files. compgen takes one level
 * of backslashes away, here and from what is there already; the other one is
 * for the command line. */
static void bash_values(FILE *to, const char *verb,
                        const struct option_row *row)
{
    for (; row->name; row++) {
        if (!row->argument)
            continue;
        fprintf(to, "    %s' --%s'", verb, row->name);
        if (row->letter)
            fprintf(to, " | %s' -%c'", verb, row->letter);
        fputs(") words='", to);
        if (row->words)
            put_words(to, row->words(), "\\\\\\ ");
        fputs("' ;;\n", to);
    }
}

static void bash_verb(FILE *to, const struct verb *v)
{
    fprintf(to, "        %s) words='", v->name);
    put_arguments(to, v);
    bash_options(to, v->options);
    bash_options(to, command_line_options);
    fputs("' ;;\n", to);
}

static void print_bash(FILE *to)
{
    fputs("# bash completion for muxlab, made by it\n"
          "_muxlab() {\n"
          "    local cur=${COMP_WORDS[COMP_CWORD]} verb='' words='' i\n"
          "    local prev=${COMP_WORDS[COMP_CWORD-1]}\n"
          "    [ \"$cur\" != = ] || cur=''\n"
          "    [ \"$prev\" != = ] || prev=${COMP_WORDS[COMP_CWORD-2]}\n"
          "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
          "        case ${COMP_WORDS[i]} in\n"
          "        --) return ;;\n"
          "        --color | --deadline | --timeout-scale) ((i++)) ;;\n"
          "        -*) ;;\n"
          "        *) verb=${verb:-${COMP_WORDS[i]}} ;;\n"
          "        esac\n"
          "    done\n"
          "    case \"$verb $prev\" in\n", to);
    bash_values(to, "*", command_line_options);
    for (size_t i = 0; verbs[i]; i++)
        bash_values(to, verbs[i]->name, verbs[i]->options);
    fputs("    *)\n        case $verb in\n        '') words='", to);
    for (size_t i = 0; verbs[i]; i++)
        fprintf(to, " %s", verbs[i]->name);
    bash_options(to, command_line_options);
    fputs("' ;;\n", to);
    for (size_t i = 0; verbs[i]; i++)
        bash_verb(to, verbs[i]);
    fputs("        esac ;;\n    esac\n"
          "    cur=${cur//\\\\/\\\\\\\\}\n"
          "    mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$cur\")\n"
          "}\n"
          "complete -o default -F _muxlab muxlab\n", to);
}

/* ---- zsh ----------------------------------------------------------------- */

static void zsh_option(FILE *to, const struct option_row *row)
{
    fputs(" \\\n            '", to);
    if (row->read)              /* it may be given again */
        putc('*', to);
    else if (row->letter)
        fprintf(to, "(-%c --%s)", row->letter, row->name);
    if (row->letter)
        fprintf(to, "'{-%c,--%s}'", row->letter, row->name);
    else
        fprintf(to, "--%s", row->name);
    putc('[', to);
    put_text(to, row->help, "[]:\\");
    putc(']', to);
    if (row->argument) {
        putc(':', to);
        put_text(to, row->argument, ":\\");
        fputs(takes_file(row) ? ":_files" : ":(", to);
        if (row->words)
            put_words(to, row->words(), "\\ ");
        fputs(takes_file(row) ? "" : ")", to);
    }
    putc('\'', to);
}

static void zsh_options(FILE *to, const struct option_row *table)
{
    for (; table->name; table++)
        zsh_option(to, table);
}

static void zsh_verb(FILE *to, const struct verb *v)
{
    fprintf(to, "    %s)\n        _arguments", v->name);
    zsh_options(to, v->options);
    zsh_options(to, command_line_options);
    if (takes_folder(v))
        fputs(" \\\n            '1:DIR:_files -/'", to);
    fputs(" \\\n            '*:argument:(", to);
    put_arguments(to, v);
    fputs(")' ;;\n", to);
}

static void print_zsh(FILE *to)
{
    fputs("#compdef muxlab\n# zsh completion for muxlab, made by it\n"
          "_muxlab() {\n"
          "    local context state state_descr line\n"
          "    typeset -A opt_args\n"
          "    local -a verbs=(\n", to);
    for (size_t i = 0; verbs[i]; i++) {
        fprintf(to, "        '%s:", verbs[i]->name);
        put_text(to, verbs[i]->does, ":\\");
        fputs("'\n", to);
    }
    fputs("    )\n    _arguments -C", to);
    zsh_options(to, command_line_options);
    fputs(" \\\n            '1:verb:->verb' '*::argument:->argument'\n"
          "    if [[ $state == verb ]]; then\n"
          "        _describe verb verbs\n"
          "        return\n"
          "    fi\n"
          "    case $line[1] in\n", to);
    for (size_t i = 0; verbs[i]; i++)
        zsh_verb(to, verbs[i]);
    fputs("    esac\n}\n_muxlab \"$@\"\n", to);
}

/* ---- fish ---------------------------------------------------------------- */

static void fish_option(FILE *to, const char *when,
                        const struct option_row *row)
{
    fprintf(to, "complete -c muxlab%s -l %s", when, row->name);
    if (row->letter)
        fprintf(to, " -s %c", row->letter);
    if (row->argument)
        fputs(takes_file(row) ? " -r -F" : " -x", to);
    if (row->words) {
        fputs(" -a '", to);
        put_words(to, row->words(), "\\ ");
        putc('\'', to);
    }
    fputs(" -d '", to);
    put_text(to, row->help, "");
    fputs("'\n", to);
}

static void fish_verb(FILE *to, const struct verb *v)
{
    char when[80];

    fprintf(to, "complete -c muxlab -n __fish_use_subcommand -a %s -d '",
            v->name);
    put_text(to, v->does, "");
    fputs("'\n", to);
    snprintf(when, sizeof when, " -n '__fish_seen_subcommand_from %s'",
             v->name);
    for (const struct option_row *row = v->options; row->name; row++)
        fish_option(to, when, row);
    fprintf(to, "complete -c muxlab%s%s -a '", when,
            takes_folder(v) ? " -F" : "");
    put_arguments(to, v);
    fputs("'\n", to);
}

static void print_fish(FILE *to)
{
    fputs("# fish completion for muxlab, made by it\n"
          "complete -c muxlab -f\n", to);
    for (const struct option_row *row = command_line_options; row->name; row++)
        fish_option(to, "", row);
    for (size_t i = 0; verbs[i]; i++)
        fish_verb(to, verbs[i]);
}

/* ---- all of them --------------------------------------------------------- */

static const char *const names[] = { "bash", "zsh", "fish", NULL };
static void (*const print[])(FILE *to) = { print_bash, print_zsh, print_fish };

const char *const *completion_shells(void)
{
    return names;
}

void completion_print(FILE *to, int shell)
{
    print[shell](to);
}
