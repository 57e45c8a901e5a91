/*
 * grade.c: the verb `grade`: a class of submissions, each built, put through
 * the suite and written down.
 */
#include "check/grade.h"
#include "client/pattern.h"
#include "lib/exit_status.h"
#include "lib/hash.h"
#include "lib/interrupt.h"
#include "lib/text.h"
#include "server/procfs.h"
#include "server/sandbox.h"
#include "verbs/verb.h"

#include <err.h>
#include <errno.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static struct grade grade;
static const char *out, *assignment, *again, *user;
static bool list;

static const struct option_row options[] = {
    { "out", .argument = "DIR", .help = "where the results go (FOLDER.graded)",
      .text = &out },
    { "assignment", .argument = "FILE", .help = "what is asked of a "
      "submission; see below", .text = &assignment },
    { "jobs", .argument = "N", .help = "so many at once (as many as there are "
      "CPUs)", .number = &grade.jobs, .least = 1, .most = GRADE_JOBS },
    { "limit", .argument = "SECONDS", .help = "for one submission, its build "
      "included", .standard = "180", .number = &grade.limit, .least = 1,
      .most = 86400 },
    { "user", .argument = "NAME", .help = "the user that they run as (nobody, "
      "if you are root)", .text = &user },
    { "seed", .argument = "N", .help = "what the clients send depends on it",
      .standard = "0", .number = &grade.seed, .most = 999999999 },
    { "again", .argument = "WHICH", .help = "grade these again: a NAME, failed "
      "(all without the full score) or missing (all without a result)",
      .text = &again },
    { "list", .help = "name the submissions, and what came of them",
      .flag = &list },
    { .name = NULL }
};

/* Submissions run as nobody if we are root, else as we do. */
static int find_user(void)
{
    const char *name = user ? user : "nobody";
    const struct passwd *p = getpwnam(name);

    if (geteuid() != 0 && !user)
        return 0;
    if (!p || (geteuid() != 0 && p->pw_uid != geteuid())) {
        warnx("grade: --user %s: %s", text_word(name), p
              ? "only root may run them as another user"
              : user ? "no such user" : "no such user here; name another");
        return -1;
    }
    grade.user = geteuid() == 0 ? p->pw_uid : 0;
    grade.group = p->pw_gid;
    return 0;
}

static int make_folder(const char *path, char real[PATH_MAX])
{
    if ((mkdir(path, 0755) == 0 || errno == EEXIST) && realpath(path, real))
        return 0;
    warn("%s", text_path(path));
    return -1;
}

static int find_folders(const char *folder)
{
    char beside[PATH_MAX + 8];

    if (!realpath(folder, grade.folder)) {
        warn("%s", text_path(folder));
        return -1;
    }
    snprintf(beside, sizeof beside, "%s.graded", grade.folder);
    return make_folder(out ? out : beside, grade.out);
}

/* The folder of the copies: other users may pass through it, but not list it.
 * Its name comes from where the results go, so the next run finds and removes
 * what a run that was killed has left. */
static int make_work(void)
{
    const char *tmp = getenv("TMPDIR");
    char path[PATH_MAX];
    struct stat s;

    snprintf(path, sizeof path, "%s/muxlab.%016llx", tmp && *tmp ? tmp : "/tmp",
             (unsigned long long)hash_text(HASH_START, grade.out));
    if (lstat(path, &s) == 0 && S_ISDIR(s.st_mode) && s.st_uid == geteuid())
        grade_remove(path);
    if (mkdir(path, 0700) == 0 && realpath(path, grade.work)
        && chmod(grade.work, 0711) == 0)
        return 0;
    warn("%s, where copies are made (TMPDIR)", text_path(path));
    return -1;
}

/* Where the kernel gives no namespaces, submissions are kept from our files
 * only if they run as another user. Where they would not, --user must say so.
 */
static int choose_isolation(void)
{
    const char *why = sandbox_refused();

    grade.isolated = !why;
    if (grade.jobs == 0)
        grade.jobs = why ? 1 : (int)sysconf(_SC_NPROCESSORS_ONLN);
    if (grade.jobs > GRADE_JOBS)
        grade.jobs = GRADE_JOBS;
    if (!why)
        return 0;
    if (!grade.user && !user) {
        warnx("namespaces are refused here (%s), so submissions could do all "
              "that you may: grade as root, or name yourself with --user if "
              "you trust them", why);
        return -1;
    }
    warnx("namespaces are refused here (%s): submissions share the network, "
          "and run %s", why, grade.jobs == 1 ? "one at a time"
          : "at the same time");
    return 0;
}

/* A thread counts as a process. */
static void warn_of_few_processes(void)
{
    struct rlimit most;

    if (getrlimit(RLIMIT_NPROC, &most) == 0 && most.rlim_cur < GRADE_PROCESSES)
        warnx("only %llu processes are allowed here (ulimit -u): a submission "
              "that needs more will fail", (unsigned long long)most.rlim_cur);
}

static int grade_all(void)
{
    int due;

    if (assignment_read(&grade.assignment, assignment) == -1
        || (due = grade_choose(&grade, again)) == -1)
        return WRONG_USAGE;
    pattern_seed = (uint32_t)grade.seed;
    pattern_reply = (enum pattern_reply)grade.assignment.reply;
    if (!procfs_is_mounted()) {
        warnx("/proc is missing: no server can be found");
        return CANNOT;
    }
    if (due > 0 && choose_isolation() == -1)
        return CANNOT;
    if (due > 0 && make_work() == -1)
        return CANNOT;
    warn_of_few_processes();
    interrupt_catch();
    int unfinished = due > 0 ? grade_run(&grade) : 0;
    if (due > 0)
        grade_remove(grade.work);
    interrupt_obey();
    if (grade_table_write(&grade) == -1)
        return CANNOT;
    grade_table_print(&grade);
    return unfinished > 0 ? CANNOT : ALL_HELD;
}

static int run(const struct arguments *a)
{
    if (a->n != 1 || a->command) {
        warnx("grade: one FOLDER is needed");
        return WRONG_USAGE;
    }
    if (find_user() == -1)
        return WRONG_USAGE;
    if (find_folders(a->words[0]) == -1 || grade_list(&grade) == -1)
        return CANNOT;
    if (!list)
        return grade_all();
    grade_table_list(&grade);
    return ALL_HELD;
}

const struct verb verb_grade = {
    .name = "grade",
    .does = "builds, checks and scores a class of submissions",
    .usage = "FOLDER\n",
    .about = "Each folder in FOLDER is a submission. It is copied, built, and "
        "put through the probes of check. DIR/NAME/ then holds result.json, "
        "feedback.txt for the student, build.txt and stderr.txt; "
        "DIR/class.csv has a row for each.\n",
    .options = options,
    .notes =
        "A submission with a result is not graded again unless its files, the "
        "assignment, the seed or muxlab itself have changed. So after an "
        "interrupted run, the same command goes on where it stopped.\n\n"
        "A probe that fails, or a submission past --limit, while others run "
        "beside it is asked again at the end, alone, before it costs "
        "points.\n\n"
        "A submission has a Makefile that makes `server`, or a server.c, "
        "server.py or Server.java. It is run with the port (with `by unix`, the"
        " path) as its argument, and with PORT and HOST set; a fixed port will "
        "do as well (not with `by unix`).\n\n"
        "An assignment is a file of lines, a KEY and its value. All may be "
        "left out:\n"
        "  title T       what it is called\n"
        "  profile P     sequential, concurrent or scalable\n"
        "  reply R       what a right answer is, as with check\n"
        "  by T          the transport: tcp, udp, or unix (at a path)\n"
        "  build C       the command that builds a submission\n"
        "  run C         the command that runs it; {port} and {host} are\n"
        "                replaced; with `by unix`, {path}\n"
        "  memory N      MiB that a process may map (8192); 0: any number\n"
        "  requires T    a system call that it must make, or a part of the\n"
        "                call's name (epoll); a submission without this\n"
        "                call scores 0\n"
        "  points N T    what the probe or the rung T is worth: check --list\n"
        "The points of a rung are shared by those of its probes that have "
        "none of their own. If there is a line with points, a probe without "
        "points is not put; otherwise each probe is worth one. The first line "
        "for a name counts.\n",
    .ends = {
        { "0", "all are graded" },
        { "2", "wrong usage" },
        { "3", "the machine could not grade some" },
        { "124", "--deadline passed" },
    },
    .run = run,
};
