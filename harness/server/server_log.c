/*
 * server_log.c: what a server wrote, and how it ended, in words.
 */
#include "server/server.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* As the last line of a Python traceback does, or a panic in Rust or Go. */
static bool names_error(const char *line)
{
    return strcasestr(line, "error:") || strcasestr(line, "exception:")
        || strstr(line, "panic");
}

/* The last line that names an error, else the last that is not empty. Ends
 * each line with a zero. */
static const char *telling_line(char *text)
{
    const char *last = "", *error = NULL;

    for (char *line; (line = strsep(&text, "\r\n"));) {
        last = *line ? line : last;
        error = names_error(line) ? line : error;
    }
    return error ? error : last;
}

/* What does not fit is cut at a blank. */
static void copy_line(char *to, size_t size, const char *line)
{
    static const char dots[] = " ...";
    bool fits = strlen(line) < size || size <= sizeof dots;
    size_t n = fits ? size : size - sizeof dots;
    const char *blank = fits ? NULL : memrchr(line, ' ', n + 1);

    if (blank)
        n = (size_t)(blank - line);
    snprintf(to, size, "%.*s%s", (int)n, line, fits ? "" : dots);
}

int64_t server_log_line(int log, char *line, size_t size)
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
    tail[n > 0 ? n : 0] = '\0';
    copy_line(line, size, telling_line(tail));
    return file.st_size;
}

void server_log_show(int log, const char *prefix)
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

const char *server_status_text(int status)
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
