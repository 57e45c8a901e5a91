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

/* Frames of a stack, and what runtimes say before and after an error, may name
 * errors, too, but do not tell what went wrong. */
static bool is_remark(const char *line)
{
    static const char *const beginnings[] = {
        "    ", "  File ", "\tat ", "\"",       /* stack frames, Tcl's too */
        "Node.js v", "(Use ", "exit status ",           /* node; go run */
        "BEGIN failed--", "Execution of ",              /* Perl */
        "Aborted", "Segmentation fault", "make: *** ", NULL
    };
    const char *const *b = beginnings;

    if (strncmp(line, "    |", 5) == 0)     /* of a Python ExceptionGroup */
        return false;
    while (*b && strncmp(line, *b, strlen(*b)) != 0)
        b++;
    return *b;
}

/* What valgrind prints begins with ==PID== and a blank. */
static bool is_of_valgrind(const char *line)
{
    size_t pid = strncmp(line, "==", 2) == 0
        ? 2 + strspn(line + 2, "0123456789") : 0;

    return pid > 2 && strncmp(line + pid, "== ", 3) == 0;
}

/* Rust says "panicked at main.rs:7:9:", and on the next line why; so does
 * "Caused by:" (anyhow). */
static bool announces_next(const char *line)
{
    size_t length = strlen(line);

    return length > 0 && line[length - 1] == ':'
        && (strstr(line, " panicked at ") || strcmp(line, "Caused by:") == 0);
}

/* Python says so between two exceptions, of which the later one counts. */
static bool begins_anew(const char *line)
{
    return strncmp(line, "During handling of ", 19) == 0
        || strncmp(line, "The above exception was ", 24) == 0;
}

struct word {
    const char *word;
    int rank;
};

/* "OSError: no socket" tells more than "Exception in thread 2". */
static const struct word in_general[] = {
    { "error:", 4 }, { "exception:", 4 }, { "what():", 4 }, { "panic:", 4 },
    { "caused by: ", 4 }, { "sanitizer: ", 4 },
    { "error", 3 }, { "exception", 3 }, { "panic", 3 }, { "fatal", 3 },
    { NULL, 2 }
};

static const struct word of_valgrind[] = {
    { "== invalid ", 3 }, { "== conditional jump ", 3 },
    { "== use of uninitialised ", 3 }, { "== syscall param ", 3 }, { NULL, 1 }
};

/* 0: empty; 1: a remark; 2: other; 3 and 4: it names an error. */
static int rank(const char *line)
{
    const struct word *w = is_of_valgrind(line) ? of_valgrind : in_general;

    if (!*line || is_remark(line))
        return *line != '\0';
    while (w->word && !strcasestr(line, w->word))
        w++;
    return w->rank;
}

/* The last of the lines that rank highest. Overwrites line ends with NUL. */
static const char *telling_line(char *text)
{
    const char *best = "", *before = "";
    int highest = 0;

    for (char *line; (line = strsep(&text, "\r\n")); before = line) {
        int its = announces_next(before) ? 4 : rank(line);

        if (begins_anew(line)) {
            highest = 0;
        } else if (its >= highest) {
            best = line;
            highest = its;
        }
    }
    return best + strspn(best, " \t|");
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

/* The end of a log, as text: any other control character stands for NUL.
 * Returns its length. */
static size_t read_tail(int log, char tail[TAIL])
{
    off_t end = lseek(log, 0, SEEK_END), room = TAIL - 1;
    ssize_t n = end <= 0 ? 0
        : pread(log, tail, (size_t)room, end > room ? end - room : 0);

    for (ssize_t i = 0; i < n; i++)
        tail[i] = tail[i] ? tail[i] : '\1';
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

/* Only glibc has sigabbrev_np(3), since 2.32. */
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
