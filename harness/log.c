/*
 * log.c: what a server wrote, and how it ended, in words.
 */
#include "target.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* The last of the lines in text[n] that is not empty. */
static const char *last_line(char *text, size_t n)
{
    while (n > 0 && (text[n - 1] == '\n' || text[n - 1] == '\r'))
        n--;
    text[n] = '\0';
    char *newline = memrchr(text, '\n', n);
    return newline ? newline + 1 : text;
}

int64_t target_log(int log, char *line, size_t size)
{
    char tail[4096];
    struct stat file;
    ssize_t n = 0;

    line[0] = '\0';
    if (log < 0 || fstat(log, &file) == -1)
        return 0;
    off_t room = sizeof tail - 1;
    off_t from = file.st_size > room ? file.st_size - room : 0;
    n = pread(log, tail, (size_t)room, from);
    if (n > 0)
        snprintf(line, size, "%s", last_line(tail, (size_t)n));
    return file.st_size;
}

void target_show(int log, const char *prefix)
{
    char text[4096];
    bool at_start = true;
    off_t offset = 0;
    ssize_t n;

    while (log >= 0 && (n = pread(log, text, sizeof text, offset)) > 0) {
        offset += n;
        for (ssize_t i = 0; i < n; i++) {
            if (at_start)
                fputs(prefix, stderr);
            fputc(text[i], stderr);
            at_start = text[i] == '\n';
        }
    }
    if (!at_start)
        fputc('\n', stderr);
}

const char *target_status(int status)
{
    static char words[64];

    if (WIFEXITED(status)) {
        snprintf(words, sizeof words, "exit status %d", WEXITSTATUS(status));
        return words;
    }
    const char *name = sigabbrev_np(WTERMSIG(status));
    snprintf(words, sizeof words, name ? "killed by SIG%s" : "killed by signal",
             name);
    return words;
}
