/*
 * grade.h: a class of submissions, each a folder: built in a copy, put through
 * the suite, and written down.
 *
 * All that is known of a submission stands in its result.json. What is said of
 * the class is made of those files alone, so it is the same whether they were
 * made in one run or in several.
 */
#ifndef GRADE_H
#define GRADE_H

#include "check/assignment.h"
#include "lib/json.h"

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

struct submission {
    char name[NAME_MAX + 1];    /* of its folder, below grade->folder */
    uint64_t sources;           /* a hash of its files */
    struct json *result;        /* what its result.json says; NULL: none */
    bool due;                   /* it is to be graded in this run */
};

struct grade {
    char folder[PATH_MAX];      /* of the submissions, and */
    char out[PATH_MAX];         /*   of the results: both absolute */
    char work[PATH_MAX];        /* where the copies are made */
    struct assignment assignment;
    int jobs;                   /* so many at once; 0: as fits the machine */
    int limit;                  /* seconds for one submission */
    int seed;
    uid_t user;                 /* submissions run as this; 0: as muxlab's
                                   user */
    gid_t group;
    bool isolated;              /* sandbox_fork works here */
    struct submission *submissions;     /* in the order of their names */
    size_t n;
};

/* How far a submission came. */
enum grade_status {
    GRADE_UNFINISHED,           /* its process ended before it said more */
    GRADE_DONE,
    GRADE_TOO_LARGE,
    GRADE_NO_PROGRAM,
    GRADE_NO_BUILD,
    GRADE_NO_START,
    GRADE_LATE
};

/* What its process tells us, in memory that we share. */
struct grade_outcome {
    enum grade_status status;
    char why[400];              /* if it is not DONE */
    char note[200];             /* what a teacher should know besides */
    bool void_score;            /* it scores nothing: the note says why */
    bool late;                  /* time was up before all probes were put */
};

enum { GRADE_ONLY = 64, GRADE_JOBS = 64, GRADE_PROCESSES = 600 };

/* A submission that is being graded. */
struct grade_job {
    struct submission *submission;
    size_t place;               /* which folder of grade->work it has */
    pid_t pid;
    int64_t began, deadline;
    double seconds;             /* that it has taken */
    struct grade_outcome *outcome;
    const char *only[GRADE_ONLY];       /* only these probes are put; n_only */
    int n_only;                         /*   is 0: all that are worth points */
    int report, build, messages;    /* files in memory, for what the suite, the
                                   build commands and the servers print */
    bool again;                 /* it is asked again, alone */
    struct json *first;         /* what the suite said before; NULL: nothing */
    struct grade_outcome before;    /* with `first`: how far it came then */
};

/* ---- grade_class.c: the submissions, and which of them are due ---------- */

/* Lists the folder, and reads the results that are there already. Returns 0,
 * or -1 after one line on stderr. */
int grade_list(struct grade *g);

/* Marks those that are due: `again` is a name, "failed", "missing", or NULL
 * for all whose result is missing or out of date. Returns how many; -1 after
 * one line: there is no such submission. */
int grade_choose(struct grade *g, const char *again);

/* A hash of all that its result depends on. */
uint64_t grade_key(const struct grade *g, const struct submission *s);

/* ---- grade_files.c: a submission's files -------------------------------- */

/* Hashes all files of the folder. `to`: and copies them there, owned by the
 * user who will build and run them (0: muxlab's user). Symbolic links stay
 * links; of other files (FIFO, device) only the name is hashed. Returns 0, or
 * -1 with errno; EFBIG: too large. */
int grade_copy(const char *from, const char *to, uid_t user, gid_t group,
               uint64_t *hash);

/* Removes the folder and all that is in it. */
void grade_remove(const char *folder);

/* ---- grade_build.c: how it is built and run ----------------------------- */

/* Goes into the folder in which the program is, from the working directory on;
 * builds it; says how it is run, in *run. The output goes to `log`. Returns
 * what came of it, with the reason in why[size]. */
enum grade_status grade_build(const struct assignment *a, int log,
                              const char **run, char *why, size_t size);

/* ---- grade_job.c: one submission, in a process of its own --------------- */

/* Starts grading it. Returns 0, or -1 with errno. */
int grade_job_start(const struct grade *g, struct grade_job *job);

/* Ends the process, if it still runs, and all that it started. */
void grade_job_stop(struct grade_job *job);

/* ---- grade_run.c: all that are due -------------------------------------- */

/* Grades them, and prints a line for each on stderr. Returns how many could
 * not be graded for a reason that is not their own. */
int grade_run(struct grade *g);

/* ---- grade_result.c, grade_feedback.c: what came of one ----------------- */

/* Its result.json; `report` is what the suite said, or NULL. The caller frees
 * it. NULL: no memory. */
char *grade_result_text(const struct grade *g, const struct grade_job *job,
                        const struct json *report);

/* Which probes failed or were not put, and may have lacked time: up to `most`
 * names; 0 if there are none, or more than `most`. They live as long as
 * *report. */
int grade_result_doubtful(const struct json *report, const char **names,
                          int most);

/* Writes its result.json, feedback.txt, build.txt and stderr.txt, and sets
 * submission->result. Returns 0, or -1 after one line on stderr. */
int grade_result_write(const struct grade *g, const struct grade_job *job,
                       const struct json *report);

/* ---- grade_table.c: the class ------------------------------------------- */

/* Writes class.csv. Returns 0, or -1 after one line on stderr. */
int grade_table_write(const struct grade *g);

/* Prints a histogram of the scores and what the class failed most; each
 * submission with its status and score, a line each. */
void grade_table_print(const struct grade *g);
void grade_table_list(const struct grade *g);

#endif
