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
 * WHAT   an errno's name: the call is not made, and fails so; or short=N, for
 *        read and write: at most N bytes; or a signal's name: it comes at the
 *        last instant before the call; or then=SIGNAL: at the first instant
 *        after it, if it has succeeded
 *
 *     FAULTS='read:3:EINTR,write:*:short=3,accept4:2-5:ECONNABORTED'
 *
 * A program's children count with it, and signals come to it, not to them. When
 * it ends, a line on stderr names each fault that never came to pass: a test
 * that hears nothing knows that its fault did happen.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MAX_RULES = 16 };

struct rule {
    char call[16];
    char after[16];             /* counts from this call's success on */
    atomic_bool early;          /* that is still to come */
    long first, last, every;    /* which calls */
    int error;                  /* errno; 0: none */
    size_t most;                /* bytes; 0: as many as it likes */
    int before, then;           /* signals; 0: none */
    atomic_long calls;          /* so far */
    atomic_long times;          /* it came to pass */
};

static struct rule *rules;      /* all children count on the same */
static int nrules;
static pid_t first;             /* the process that was started */

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

/* 1 to 133, as a name for it says; 0: there is none. */
static int number_of(const char *text, const char *(*name_of)(int))
{
    for (int number = 1; number < 134; number++) {
        const char *name = name_of(number);

        if (name && strcmp(name, text) == 0)
            return number;
    }
    return 0;
}

static bool parse_what(struct rule *r, const char *text)
{
    if (sscanf(text, "short=%zu", &r->most) == 1)
        return r->most > 0;
    if (strncmp(text, "SIG", 3) == 0)
        return (r->before = number_of(text + 3, sigabbrev_np));
    if (strncmp(text, "then=SIG", 8) == 0)
        return (r->then = number_of(text + 8, sigabbrev_np));
    return (r->error = number_of(text, strerrorname_np));
}

static bool parse_rule(struct rule *r, const char *text)
{
    char which[24], what[24];

    if (sscanf(text, "%15[^:@]@%15[^:]:%23[^:]:%23s", r->call, r->after, which,
               what) != 4
        && sscanf(text, "%15[^:@]:%23[^:]:%23s", r->call, which, what) != 3)
        return false;
    r->early = r->after[0];
    return parse_which(r, which) && parse_what(r, what);
}

__attribute__((constructor)) static void parse(void)
{
    const char *text = getenv("FAULTS");
    char copy[512], *rest = copy;
    size_t size = MAX_RULES * sizeof *rules;

    first = getpid();
    rules = mmap(NULL, size, PROT_READ | PROT_WRITE,
                 MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (rules == MAP_FAILED)
        abort();
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
        if (!r->times && getpid() == first)
            fprintf(stderr, "faults: %s never came to pass (%ld calls)\n",
                    r->call, r->calls);
}

/* Counts one more call. The rule it falls under, or one without a fault. */
static const struct rule *fault(const char *call)
{
    static const struct rule none;
    struct rule *found = NULL;

    for (struct rule *r = rules; r < rules + nrules; r++) {
        if (strcmp(r->call, call) != 0 || r->early)
            continue;

        long n = ++r->calls;

        if (!found && n >= r->first && n <= r->last && n % r->every == 0)
            found = r;
    }
    if (!found)
        return &none;
    found->times++;
    return found;
}

/* To the server, of which we may be a child. */
static void send_signal(int signal)
{
    if (getpid() == first)
        raise(signal);
    else
        kill(first, signal);
}

/* Is the call to fail? errno then says how. If not, this is the last instant
 * before it. */
static bool fails(const struct rule *r)
{
    if (r->before)
        send_signal(r->before);
    if (r->error)
        errno = r->error;
    return r->error != 0;
}

/* The first instant after it. Those that count from this call on, count now. */
static long made(const char *call, const struct rule *made, long result)
{
    for (struct rule *r = rules; r < rules + nrules && result != -1; r++)
        if (strcmp(r->after, call) == 0)
            r->early = false;
    if (made->then && result != -1)
        send_signal(made->then);
    return result;
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

static size_t allowed(const struct rule *r, size_t size)
{
    return r->most && r->most < size ? r->most : size;
}

ssize_t read(int fd, void *to, size_t size)
{
    REAL(read);

    const struct rule *r = fault("read");

    return fails(r) ? -1 : made("read", r, real(fd, to, allowed(r, size)));
}

ssize_t write(int fd, const void *from, size_t size)
{
    REAL(write);

    const struct rule *r = fault("write");

    return fails(r) ? -1
                     : made("write", r, real(fd, from, allowed(r, size)));
}

void *malloc(size_t size)
{
    REAL(malloc);

    const struct rule *r = fault("malloc");

    return fails(r) ? NULL : real(size);
}

int open(const char *path, int flags, ...)
{
    va_list more;

    va_start(more, flags);

    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0;

    va_end(more);
    REAL(open);

    const struct rule *r = fault("open");

    return fails(r) ? -1 : real(path, flags, mode);
}

/* It returns what others leave in errno. */
int pthread_create(pthread_t *thread, const pthread_attr_t *how,
                   void *(*run)(void *), void *with)
{
    REAL(pthread_create);

    const struct rule *r = fault("pthread_create");

    return fails(r) ? errno : real(thread, how, run, with);
}

/* io_uring has no functions of its own: "syscall" is all of them. */
long syscall(long number, ...)
{
    va_list more;
    long with[6];

    va_start(more, number);
    for (int i = 0; i < 6; i++)
        with[i] = va_arg(more, long);
    va_end(more);
    REAL(syscall);

    const struct rule *r = fault("syscall");

    return fails(r) ? -1
                    : made("syscall", r, real(number, with[0], with[1], with[2],
                                              with[3], with[4], with[5]));
}

/* What it returns and asks for, libcs declare differently. */
long ptrace(enum __ptrace_request request, ...)
{
    va_list more;
    void *with[3];

    va_start(more, request);
    for (int i = 0; i < 3; i++)
        with[i] = va_arg(more, void *);
    va_end(more);
    REAL(ptrace);

    const struct rule *r = fault("ptrace");

    return fails(r) ? -1 : real(request, with[0], with[1], with[2]);
}

/* The ordinary ones: -1, or the call itself. */
#define FAULTY(name, parameters, arguments) \
    int name parameters \
    { \
        REAL(name); \
        const struct rule *r = fault(#name); \
        return fails(r) ? -1 : (int)made(#name, r, real arguments); \
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
FAULTY(fork, (void), ())
FAULTY(getrlimit, (__rlimit_resource_t what, struct rlimit *limit),
       (what, limit))
FAULTY(setrlimit, (__rlimit_resource_t what, const struct rlimit *limit),
       (what, limit))
FAULTY(sigaction, (int signal, const struct sigaction *new,
                   struct sigaction *old), (signal, new, old))
FAULTY(sigprocmask, (int how, const sigset_t *new, sigset_t *old),
       (how, new, old))
FAULTY(sigwaitinfo, (const sigset_t *set, siginfo_t *news), (set, news))
FAULTY(select, (int n, fd_set *readable, fd_set *writable, fd_set *urgent,
                struct timeval *timeout),
       (n, readable, writable, urgent, timeout))
FAULTY(poll, (struct pollfd *list, nfds_t n, int timeout), (list, n, timeout))
FAULTY(epoll_create1, (int flags), (flags))
FAULTY(epoll_ctl, (int interest, int verb, int fd, struct epoll_event *event),
       (interest, verb, fd, event))
FAULTY(epoll_wait, (int interest, struct epoll_event *news, int n,
                    int timeout), (interest, news, n, timeout))
