/*
 * target.c: the server under test, as a word on the command line.
 */
#include "server/target.h"

#include "lib/text.h"
#include "server/models.h"
#include "server/server.h"

#include <ctype.h>
#include <err.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A copy of the array and its strings in one block. */
static char **copy_command(char *const *command)
{
    size_t n = 0, size = 0;

    for (; command[n]; n++)
        size += strlen(command[n]) + 1;
    char **copy = malloc((n + 1) * sizeof *copy + size);
    if (!copy)
        return NULL;
    char *text = (char *)(copy + n + 1);
    for (size_t i = 0; i < n; i++) {
        copy[i] = text;
        text = stpcpy(text, command[i]) + 1;
    }
    copy[n] = NULL;
    return copy;
}

static bool says(char *const *command, const char *what)
{
    while (*command && !strstr(*command, what))
        command++;
    return *command;
}

/* {path} in it says that it is called by a Unix-domain socket. */
static enum transport called_by(char *const *command)
{
    return says(command, "{path}") ? BY_UNIX : BY_TCP;
}

static int take_command(struct target *t, char *const *command)
{
    t->by = called_by(command);
    t->command = copy_command(command);
    t->allocated = t->command;
    if (t->command)
        return 0;
    warn("%s", t->name);
    return -1;
}

/* 1 to 65535, in plain decimal digits. */
static bool is_port(const char *text)
{
    size_t digits = strspn(text, "0123456789");

    return digits > 0 && digits <= 5 && text[digits] == '\0'
        && atoi(text) >= 1 && atoi(text) <= 65535;
}

/* A word that names no server: what is wrong with it? */
static int refuse(const char *word)
{
    const char *plain = text_word(word), *names[MODELS_MOST + 1] = { NULL };
    const char *meant;

    for (size_t i = 0; models[i].name; i++)
        names[i] = models[i].name;
    meant = text_meant(word, names);
    if (!*word)
        warnx("the TARGET is empty");
    else if (is_port(word))
        warnx("'%s': a port alone; is 127.0.0.1:%s meant?", plain, plain);
    else if (strchr(word, '.') || strcmp(word, "localhost") == 0)
        warnx("'%s': the port is missing: %s:50007", plain, plain);
    else
        warnx(*meant ? "'%s': not a model%s" : "'%s': not a model (%s), "
              "HOST:PORT or NAME='COMMAND'", plain,
              *meant ? meant : model_names(false));
    return -1;
}

/* The path of our own program echo-NAME, beside muxlab's. */
static void find_program(char path[PATH_MAX + 32], const char *name)
{
    ssize_t n = readlink("/proc/self/exe", path, PATH_MAX);

    path[n < 0 ? 0 : n] = '\0';
    char *folder_end = strrchr(path, '/');
    snprintf(folder_end ? folder_end + 1 : path, 32, "echo-%s", name);
}

static int parse_model(struct target *t, const char *word)
{
    char path[PATH_MAX + 32];
    char *command[] = { path, "-b", "{host}", "-p", "{port}", NULL };

    if (!model_find(word))
        return refuse(word);
    find_program(path, word);
    return take_command(t, command);
}

/* The program itself reads the faults. */
static int parse_faulty(struct target *t, const char *faults)
{
    char path[PATH_MAX + 32];
    char copy[128];
    char *command[] = { path, copy, NULL };

    snprintf(copy, sizeof copy, "%s", faults);
    find_program(path, "faulty");
    return take_command(t, command);
}

static int parse_command(struct target *t, const char *word, size_t name)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyz"
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-";
    char *command[] = { "sh", "-c", strdup(word + name + 1), NULL };
    int result = -1;

    if (name == 0 || name >= sizeof t->name || strspn(word, allowed) != name
        || strspn(word, "0123456789") == name)
        warnx("'%s': a name is at most %zu of A-Z a-z 0-9 _ . -, and not a "
              "number", text_word(word), sizeof t->name - 1);
    else if (word[name + 1 + strspn(word + name + 1, " \t\n")] == '\0')
        warnx("'%s': the command is missing", text_word(word));
    else if (command[2])
        result = take_command(t, command);
    free(command[2]);
    return result;
}

static int parse_address(struct target *t, const char *word)
{
    const char *colon = strrchr(word, ':');
    const char *host = word;
    size_t length = (size_t)(colon - word);

    if (length >= 2 && word[0] == '[' && colon[-1] == ']') {
        host++;
        length -= 2;
    } else if (memchr(word, ':', length)) {
        warnx("'%s': an IPv6 address is written [::1]:7", text_word(word));
        return -1;
    }
    if (length == 0 || length >= sizeof t->host) {
        warnx("'%s': the host is %s", text_word(word),
              length ? "too long" : "missing");
        return -1;
    }
    if (!is_port(colon + 1)) {
        warnx("'%s': the port is a number from 1 to 65535", text_word(word));
        return -1;
    }
    snprintf(t->host, sizeof t->host, "%.*s", (int)length, host);
    snprintf(t->port, sizeof t->port, "%s", colon + 1);
    return 0;
}

static int parse_path(struct target *t, const char *path)
{
    t->by = BY_UNIX;
    snprintf(t->host, sizeof t->host, "%s", path);
    if (strchr(path, '/') && strlen(path) <= ADDRESS_PATH)
        return 0;
    warnx("'%s': %s", t->name, strchr(path, '/') ? "the path is too long"
          : "a path has a / in it, as in unix:/run/echo or unix:./echo");
    return -1;
}

/* The same words as by TCP, but for our own servers. */
static int parse_datagrams(struct target *t, const char *word)
{
    size_t name = strcspn(word, "=:/");
    int result = -1;

    if (word[name] == '=') {
        text_plain(t->name, sizeof t->name, word);
        if (name < sizeof t->name)
            t->name[name] = '\0';
        result = parse_command(t, word, name);
    } else if (strchr(word, ':')) {
        result = parse_address(t, word);
    } else {
        warnx("'%s': after udp: stands HOST:PORT or NAME='COMMAND'", t->name);
    }
    if (result == 0 && t->by == BY_UNIX) {
        warnx("'%s': by UDP it has a {port}, not a {path}", t->name);
        return -1;
    }
    t->by = BY_UDP;
    return result;
}

/* Where the text goes on, if it begins with the word; else NULL. */
static const char *after(const char *text, const char *word)
{
    size_t length = strlen(word);

    return strncmp(text, word, length) == 0 ? text + length : NULL;
}

int target_parse(struct target *t, const char *word)
{
    const char *rest;
    size_t name = strcspn(word, "=:/");

    *t = (struct target){ .host = "127.0.0.1" };
    text_plain(t->name, sizeof t->name, word);
    if ((rest = after(word, "faulty:")))
        return parse_faulty(t, rest);
    if ((rest = after(word, "udp:")))
        return parse_datagrams(t, rest);
    if ((rest = after(word, "unix:")))
        return parse_path(t, rest);
    if (name < sizeof t->name && word[name] == '=')
        t->name[name] = '\0';
    if (word[name] == '=')
        return parse_command(t, word, name);
    if (strchr(word, ':'))
        return parse_address(t, word);
    return parse_model(t, word);
}

int target_command(struct target *t, char **argv)
{
    const char *slash = strrchr(argv[0], '/');

    *t = (struct target){ .by = called_by(argv), .host = "127.0.0.1",
                          .command = argv };
    text_plain(t->name, sizeof t->name, slash ? slash + 1 : argv[0]);
    if (argv[0][0] != '\0')
        return 0;
    warnx("'': the command is missing");
    return -1;
}

void target_free(struct target *t)
{
    if (t->allocated)
        free(t->command);
    *t = (struct target){ .command = NULL };
}

/* The text with {host}, {path} and {port} replaced; the caller frees it. */
static char *substitute(const char *text, const char *host, const char *port)
{
    const struct {
        const char *from, *to;
    } words[] = { { "{host}", host }, { "{path}", host }, { "{port}", port } };
    char *result = NULL;
    size_t size;
    FILE *out = open_memstream(&result, &size);

    if (!out)
        return NULL;
    while (*text) {
        size_t i = 0;
        while (i < 3 && strncmp(text, words[i].from, 6) != 0)
            i++;
        if (i < 3)
            fputs(words[i].to, out);
        else
            fputc(*text, out);
        text += i < 3 ? 6 : 1;
    }
    return fclose(out) == 0 ? result : NULL;
}

char **target_expand(const struct target *t, const char *host,
                     const char *port)
{
    size_t n = 0, made = 0;
    char **result = NULL;

    while (t->command[n])
        n++;
    char **words = calloc(n + 1, sizeof *words);
    while (words && made < n
           && (words[made] = substitute(t->command[made], host, port)))
        made++;
    if (words && made == n)
        result = copy_command(words);
    while (made > 0)
        free(words[--made]);
    free(words);
    return result;
}

bool target_names_port(const struct target *t)
{
    return says(t->command, "{port}") || says(t->command, "{path}");
}
