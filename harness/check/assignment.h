/*
 * assignment.h: what is asked of each submission of a class.
 *
 * An assignment is a file of `key value` lines; lines that begin with # are
 * comments. Every key may be left out.
 *     title T       what it is called
 *     profile P     sequential, concurrent or scalable
 *     reply R       what a right answer is (see muxlab check)
 *     by T          the transport: tcp, udp, or unix (at a path)
 *     build C       the command that builds it
 *     run C         the command that runs it; {port} and {host} are replaced,
 *                   with `by unix`, {path}
 *     memory N      how many MiB a process may map (8192; 0: any number)
 *     requires T    a system call it must make, or a part of the call's name:
 *                   epoll
 *     points N T    what the probe or the rung T is worth
 * The points of a rung are shared by those of its probes that have none of
 * their own; the first line for a name counts. If there is a line with points,
 * a probe without points is not put; otherwise each probe is worth one.
 */
#ifndef ASSIGNMENT_H
#define ASSIGNMENT_H

#include <stdbool.h>
#include <stdint.h>

enum { ASSIGNMENT_ROWS = 64 };

struct assignment {
    char *text;                 /* the file; what follows points into it */
    const char *title;
    int profile, reply;         /* enum profile, or -1; enum pattern_reply */
    int by;                     /* enum transport */
    const char *build, *run;    /* NULL: the usual way for such a program */
    int memory;
    const char *calls[ASSIGNMENT_ROWS];
    int n_calls;
    const char *names[ASSIGNMENT_ROWS];
    double points[ASSIGNMENT_ROWS];     /* what names[i] is worth */
    int n_points;
    uint64_t hash;              /* of the text */
};

/* Reads the file; NULL: as if it were empty. Returns 0, or -1 after one line
 * on stderr. */
int assignment_read(struct assignment *a, const char *path);

/* The points that the file gives this probe or rung; -1: none. */
double assignment_points(const struct assignment *a, const char *name);

/* Is the probe of this rung worth any points? */
bool assignment_counts(const struct assignment *a, const char *rung,
                       const char *probe);

#endif
