/*
 * seizes.c: traces the parent of its parent, and holds it: what a server that
 * fights back may do to its supervisor.
 */
#include <stdio.h>
#include <stdlib.h>
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

int main(void)
{
    pid_t supervisor = parent_of(getppid());

    if (ptrace(PTRACE_SEIZE, supervisor, 0, 0) == -1
        || ptrace(PTRACE_INTERRUPT, supervisor, 0, 0) == -1) {
        perror("ptrace");
        return 1;
    }
    for (;;)
        pause();
}
