/*
 * command_line.c: what the command lines of several verbs have in common.
 */
#include "verbs/command_line.h"

#include "lib/deadline.h"
#include "lib/terminal.h"
#include "server/target.h"

#include <err.h>
#include <string.h>

double command_line_deadline;
bool command_line_help, command_line_version;

const struct option_row command_line_options[] = {
    { "color", .argument = "WHEN", .help = "use colours: auto (on a terminal, "
      "unless NO_COLOR is set), always or never", .standard = "auto",
      .number = &terminal_colour, .words = terminal_whens },
    { "deadline", .argument = "SECONDS", .help = "end with status 124 if it is "
      "not done by then", .decimal = &command_line_deadline,
      .most = 1000000000 },
    { "timeout-scale", .argument = "X", .help = "stretch every deadline inside "
      "X times", .standard = "1", .decimal = &deadline_scale,
      .most = 1000000000 },
    { "help", 'h', .help = "print the help, and end",
      .flag = &command_line_help },
    { "version", 'V', .help = "print the version, and end",
      .flag = &command_line_version },
    { .name = NULL }
};

int command_line_target(struct target *t, const char *verb,
                        const struct arguments *a)
{
    size_t servers = a->n + !!a->command;

    if (servers != 1) {
        warnx("%s: one TARGET is needed, not %zu", verb, servers);
        return -1;
    }
    return a->command ? target_command(t, a->command)
        : target_parse(t, a->words[0]);
}

/* A word, or a command. */
static int add(struct target *t, size_t most, size_t *n, const char *word,
               char **command)
{
    struct target *last = &t[*n];

    if (*n == most) {
        warnx("at most %zu targets are possible", most);
        return -1;
    }
    if ((command ? target_command(last, command)
         : target_parse(last, word)) == -1)
        return -1;
    ++*n;
    for (struct target *other = t; other < last; other++)
        if (strcmp(other->name, last->name) == 0) {
            warnx("two targets have the name '%s'", last->name);
            return -1;
        }
    return 0;
}

int command_line_targets(struct target *t, size_t most, size_t *n,
                         const struct arguments *a)
{
    for (size_t i = 0; i < a->n; i++)
        if (add(t, most, n, a->words[i], NULL) == -1)
            return -1;
    return a->command ? add(t, most, n, NULL, a->command) : 0;
}

int command_line_port(const struct target *t, int port)
{
    if (port == 0 || t->by != BY_UNIX)
        return 0;
    warnx("--port: %s listens at a path", t->name);
    return -1;
}
