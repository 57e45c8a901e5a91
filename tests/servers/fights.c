/*
 * fights.c: what a server that fights back may do to the two processes above
 * it, its supervisor and that one's parent, the guardian. `fights kill guardian
 * supervisor -- COMMAND...` kills both, in this order, and becomes the command.
 * With `stop` it stops them. With `seize` it traces them, as long as it lives;
 * where ptrace is refused, it kills them.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <unistd.h>

/* The fourth word of /proc/PID/stat, for a name without blanks. */
static pid_t parent_of(pid_t pid)
{
    char path[40];
    int parent = 0;

    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    FILE *stat = fopen(path, "re");
    if (stat && fscanf(stat, "%*d %*s %*c %d", &parent) != 1)
        parent = 0;
    if (stat)
        fclose(stat);
    return parent;
}

/* One that is killed then stops once more, before its end, and waits for us. */
static int seize(pid_t pid)
{
    if (ptrace(PTRACE_SEIZE, pid, 0, PTRACE_O_TRACEEXIT) == -1)
        return kill(pid, SIGKILL);
    return (int)ptrace(PTRACE_INTERRUPT, pid, 0, 0);
}

static int fight(const char *how, pid_t pid)
{
    if (strcmp(how, "seize") == 0)
        return seize(pid);
    return kill(pid, strcmp(how, "kill") == 0 ? SIGKILL : SIGSTOP);
}

int main(int argc, char **argv)
{
    pid_t supervisor = getppid(), guardian = parent_of(supervisor);
    int i = 2;

    for (; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (fight(argv[1], strcmp(argv[i], "guardian") == 0
                  ? guardian : supervisor) == -1)
            perror(argv[i]);
    if (i + 1 < argc)
        execvp(argv[i + 1], argv + i + 1);
    return EXIT_FAILURE;
}
