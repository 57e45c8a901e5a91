/*
 * server_log.c: what a server wrote, and how it ended, in words.
 */
#include "server/server.h"

#include "lib/text.h"
#include "server/bounded_log.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* A frame of a stack (Java), the remarks of valgrind, and what Python says
 * between two tracebacks name errors, too, but do not tell what went wrong. */
static bool is_remark(const char *line)
{
    size_t pid = strncmp(line, "==", 2) == 0
        ? 2 + strspn(line + 2, "0123456789") : 0;

    return strncmp(line, "\tat ", 4) == 0
        || strncmp(line, "During handling of ", 19) == 0
        || (pid > 2 && strncmp(line + pid, "== ", 3) == 0);
}

/* "OSError: no socket" tells more than "Exception in thread 2". */
static int rank(const char *line)
{
    static const struct word {
        const char *word;
        int rank;
    } words[] = {
        { "error:", 4 }, { "exception:", 4 }, { "what():", 4 },
        { "error", 3 }, { "exception", 3 }, { "panic", 3 }, { "fatal", 3 },
        { NULL, 2 }
    };
    const struct word *w = words;

    if (!*line || is_remark(line))
        return *line != '\0';
    while (w->word && !strcasestr(line, w->word))
        w++;
    return w->rank;
}

/* The last of the lines that rank highest. Ends each line with a zero. */
static const char *telling_line(char *text)
{
    const char *best = "";

    for (char *line; (line = strsep(&text, "\r\n"));)
        if (rank(line) >= rank(best))
            best = line;
    return best;
}

/* What does not fit is cut at a blank. */
static void copy_line(char *to, size_t size, const char *line)
{
    static const char dots[] = " ...";

    text_plain(to, size, line);
    if (strlen(line) < size || size <= sizeof dots)
        return;
    text_plain(to, size - strlen(dots), line);
    char *blank = strrchr(to, ' ');
    strcpy(blank ? blank : to + strlen(to), dots);
}

enum { TAIL = 16384 };

/* The end of a log, as text. Returns its length. */
static size_t read_tail(int log, char tail[TAIL])
{
    off_t end = lseek(log, 0, SEEK_END), room = TAIL - 1;
    ssize_t n = end <= 0 ? 0
        : pread(log, tail, (size_t)room, end > room ? end - room : 0);

    tail[n > 0 ? n : 0] = '\0';
    return n > 0 ? (size_t)n : 0;
}

int64_t server_log_line(int log, char *line, size_t size)
{
    char tail[TAIL];

    read_tail(log, tail);
    copy_line(line, size, telling_line(tail));
    return log < 0 ? 0 : bounded_log_size(log);
}

int64_t server_log_count(int log, const char *text)
{
    char tail[TAIL];
    size_t length = read_tail(log, tail);
    int64_t times = 0;

    for (const char *at = tail; (at = strstr(at, text)); at++)
        times++;
    return times == 0 ? 0
        : bounded_log_size(log) * times / (int64_t)length;
}

void server_log_show(int log, const char *prefix)
{
    char path[32], *line = NULL;
    size_t room = 0;
    ssize_t n;

    snprintf(path, sizeof path, "/proc/self/fd/%d", log);
    FILE *file = log < 0 ? NULL : fopen(path, "re");
    while (file && (n = getline(&line, &room, file)) > 0) {
        fputs(prefix, stderr);
        text_print(stderr, line, (size_t)(n - (line[n - 1] == '\n')));
        fputc('\n', stderr);
    }
    free(line);
    if (file)
        fclose(file);
}

/* sigabbrev_np(3) is of glibc alone, since 2.32. */
static const char *signal_name(int number)
{
    static char other[24];
    static const char *const names[] = {
        [SIGHUP] = "SIGHUP", [SIGINT] = "SIGINT", [SIGQUIT] = "SIGQUIT",
        [SIGILL] = "SIGILL", [SIGTRAP] = "SIGTRAP", [SIGABRT] = "SIGABRT",
        [SIGBUS] = "SIGBUS", [SIGFPE] = "SIGFPE", [SIGKILL] = "SIGKILL",
        [SIGUSR1] = "SIGUSR1", [SIGSEGV] = "SIGSEGV", [SIGUSR2] = "SIGUSR2",
        [SIGPIPE] = "SIGPIPE", [SIGALRM] = "SIGALRM", [SIGTERM] = "SIGTERM",
        [SIGIO] = "SIGIO", [SIGXCPU] = "SIGXCPU", [SIGXFSZ] = "SIGXFSZ",
        [SIGSYS] = "SIGSYS",
    };

    if (number < (int)(sizeof names / sizeof *names) && names[number])
        return names[number];
    snprintf(other, sizeof other, "signal %d", number);
    return other;
}

const char *server_end_text(int status)
{
    static char words[80];

    snprintf(words, sizeof words, "%s %s",
             WIFEXITED(status) ? "ended with" : "was",
             server_status_text(status));
    return words;
}

const char *server_status_text(int status)
{
    static char words[64];

    if (WIFEXITED(status)) {
        snprintf(words, sizeof words, "exit status %d", WEXITSTATUS(status));
        return words;
    }
    snprintf(words, sizeof words, "killed by %s",
             signal_name(WTERMSIG(status)));
    return words;
}
