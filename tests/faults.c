/*
 * faults.c: makes the system calls of a program fail, as its environment says.
 *
 *     LD_PRELOAD=bin/tests/faults.so FAULTS='CALL:WHICH:WHAT,...' program
 *
 * CALL   its name: read, write, accept4, poll, malloc, ... (the end of this
 *        file names them all); CALL@OTHER counts only from the first time
 *        that OTHER (listen, accept4, ...) has succeeded
 * WHICH  of its calls, counted from 1: 3, or 2-5, or 4-, or %3 (every third),
 *        or * (all)
 * WHAT   an errno's name (the call is not made), or, for read and write,
 *        short=N: at most N bytes
 *
 *     FAULTS='read:3:EINTR,write:*:short=3,accept4:2-5:ECONNABORTED'
 *
 * When the program ends, a line on stderr names each fault that never came to
 * pass: a test that hears nothing knows that its fault did happen.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MAX_RULES = 16 };

struct rule {
    char call[16];
    char after[16];             /* counts from this call's success on */
    long first, last, every;    /* which calls */
    int error;                  /* errno; 0: a short count */
    size_t most;                /* bytes, when short */
    long calls;                 /* so far */
    long times;                 /* it came to pass */
};

static struct rule rules[MAX_RULES];
static int nrules;

static bool parse_which(struct rule *r, const char *text)
{
    int end = 0;

    r->first = r->every = 1;
    r->last = LONG_MAX;
    if (strcmp(text, "*") == 0)
        return true;
    if (text[0] == '%')
        return sscanf(text, "%%%ld%n", &r->every, &end) == 1 && !text[end];
    if (sscanf(text, "%ld-%ld%n", &r->first, &r->last, &end) == 2)
        return !text[end];
    if (sscanf(text, "%ld%n", &r->first, &end) != 1)
        return false;
    if (!text[end])
        r->last = r->first;
    return !text[end] || strcmp(text + end, "-") == 0;
}

static bool parse_what(struct rule *r, const char *text)
{
    if (sscanf(text, "short=%zu", &r->most) == 1)
        return r->most > 0;
    for (int error = 1; error < 134 && !r->error; error++) {
        const char *name = strerrorname_np(error);

        if (name && strcmp(name, text) == 0)
            r->error = error;
    }
    return r->error != 0;
}

static bool parse_rule(struct rule *r, const char *text)
{
    char which[24], what[24];

    if (sscanf(text, "%15[^:@]@%15[^:]:%23[^:]:%23s", r->call, r->after, which,
               what) != 4
        && sscanf(text, "%15[^:@]:%23[^:]:%23s", r->call, which, what) != 3)
        return false;
    return parse_which(r, which) && parse_what(r, what);
}

__attribute__((constructor)) static void parse(void)
{
    const char *text = getenv("FAULTS");
    char copy[512], *rest = copy;

    snprintf(copy, sizeof copy, "%s", text ? text : "");
    for (char *word; (word = strtok_r(rest, ",", &rest)); nrules++) {
        if (nrules < MAX_RULES && parse_rule(&rules[nrules], word))
            continue;
        fprintf(stderr, "faults: %s: not CALL:WHICH:WHAT\n", word);
        abort();
    }
}

__attribute__((destructor)) static void confess(void)
{
    for (struct rule *r = rules; r < rules + nrules; r++)
        if (!r->times)
            fprintf(stderr, "faults: %s never came to pass (%ld calls)\n",
                    r->call, r->calls);
}

/* Counts one more call. The rule that it falls under, or NULL. */
static struct rule *rule_for(const char *call)
{
    struct rule *found = NULL;

    for (struct rule *r = rules; r < rules + nrules; r++) {
        if (strcmp(r->call, call) != 0 || r->after[0])
            continue;
        r->calls++;
        if (!found && r->calls >= r->first && r->calls <= r->last
            && r->calls % r->every == 0)
            found = r;
    }
    if (found)
        found->times++;
    return found;
}

/* Those that count from this call on, count now. */
static int succeeded(const char *call, int result)
{
    for (struct rule *r = rules; r < rules + nrules && result != -1; r++)
        if (strcmp(r->after, call) == 0)
            r->after[0] = '\0';
    return result;
}

/* Is this call to fail? errno then says how. */
static bool fails(const char *call)
{
    struct rule *r = rule_for(call);

    if (r)
        errno = r->error;
    return r;
}

/* How many bytes it may move; 0: it is to fail. */
static size_t allowed(const char *call, size_t size)
{
    struct rule *r = rule_for(call);

    if (!r)
        return size;
    errno = r->error;
    return r->error ? 0 : size < r->most ? size : r->most;
}

/* The next definition of that name: libc's, or a sanitizer's. */
static void *next(const char *name)
{
    void *found = dlsym(RTLD_NEXT, name);

    if (!found)
        abort();
    return found;
}

/* POSIX lets a function's address come out of a void pointer (dlsym(3)). */
#define REAL(name) \
    static __typeof__(name) *real; \
    if (!real) \
        *(void **)&real = next(#name)

ssize_t read(int fd, void *to, size_t size)
{
    REAL(read);

    size_t most = allowed("read", size);

    return most || !size ? real(fd, to, most) : -1;
}

ssize_t write(int fd, const void *from, size_t size)
{
    REAL(write);

    size_t most = allowed("write", size);

    return most || !size ? real(fd, from, most) : -1;
}

void *malloc(size_t size)
{
    REAL(malloc);
    return fails("malloc") ? NULL : real(size);
}

int open(const char *path, int flags, ...)
{
    va_list more;

    va_start(more, flags);

    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0;

    va_end(more);
    REAL(open);
    return fails("open") ? -1 : real(path, flags, mode);
}

/* The ordinary ones: -1, or the call itself. */
#define FAULTY(name, parameters, arguments) \
    int name parameters \
    { \
        REAL(name); \
        return fails(#name) ? -1 : succeeded(#name, real arguments); \
    }

FAULTY(socket, (int family, int type, int protocol), (family, type, protocol))
FAULTY(setsockopt, (int fd, int level, int name, const void *value,
                    socklen_t size), (fd, level, name, value, size))
FAULTY(bind, (int fd, __CONST_SOCKADDR_ARG at, socklen_t size), (fd, at, size))
FAULTY(listen, (int fd, int backlog), (fd, backlog))
FAULTY(getsockname, (int fd, __SOCKADDR_ARG at, socklen_t *size),
       (fd, at, size))
FAULTY(accept4, (int fd, __SOCKADDR_ARG from, socklen_t *size, int flags),
       (fd, from, size, flags))
FAULTY(getrlimit, (__rlimit_resource_t what, struct rlimit *limit),
       (what, limit))
FAULTY(setrlimit, (__rlimit_resource_t what, const struct rlimit *limit),
       (what, limit))
FAULTY(sigaction, (int signal, const struct sigaction *new,
                   struct sigaction *old), (signal, new, old))
FAULTY(sigprocmask, (int how, const sigset_t *new, sigset_t *old),
       (how, new, old))
FAULTY(select, (int n, fd_set *readable, fd_set *writable, fd_set *urgent,
                struct timeval *timeout),
       (n, readable, writable, urgent, timeout))
FAULTY(poll, (struct pollfd *list, nfds_t n, int timeout), (list, n, timeout))
FAULTY(epoll_create1, (int flags), (flags))
FAULTY(epoll_ctl, (int interest, int verb, int fd, struct epoll_event *event),
       (interest, verb, fd, event))
FAULTY(epoll_wait, (int interest, struct epoll_event *news, int n,
                    int timeout), (interest, news, n, timeout))
