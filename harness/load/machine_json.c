/*
 * machine_json.c: all of the machine that may matter to a figure.
 */
#include "load/machine.h"

#include "lib/inherited.h"
#include "lib/text.h"

#include <string.h>
#include <time.h>

/* Below /proc/sys. */
static const char *const sysctls[] = {
    "net/core/somaxconn",
    "net/core/rmem_max",
    "net/core/wmem_max",
    "net/ipv4/tcp_rmem",
    "net/ipv4/tcp_wmem",
    "net/ipv4/tcp_tw_reuse",
    "net/ipv4/tcp_max_syn_backlog",
    "net/ipv4/tcp_congestion_control",
    "net/ipv4/ip_local_port_range",
    "kernel/sched_autogroup_enabled",
};

static void member(FILE *to, const char *name, const char *value)
{
    fputs(",\n    ", to);
    text_json(to, name);
    fputs(": ", to);
    text_json(to, value);
}

static void trim(char *line)
{
    line[strcspn(line, "\n")] = '\0';
    for (char *blank = strchr(line, '\t'); blank; blank = strchr(blank, '\t'))
        *blank = ' ';
}

static void sysctl(FILE *to, const char *name)
{
    char path[96], line[160] = "";

    snprintf(path, sizeof path, "/proc/sys/%s", name);
    FILE *f = fopen(path, "re");
    if (!f)
        return;
    if (fgets(line, sizeof line, f)) {
        trim(line);
        member(to, name, line);
    }
    fclose(f);
}

/* proc(5), cpuinfo; not on every architecture. */
static void cpu(FILE *to)
{
    char line[256];
    FILE *f = fopen("/proc/cpuinfo", "re");

    while (f && fgets(line, sizeof line, f)) {
        const char *name = strstr(line, ": ");
        if (strncmp(line, "model name", strlen("model name")) != 0 || !name)
            continue;
        line[strcspn(line, "\n")] = '\0';
        member(to, "cpu", name + 2);
        break;
    }
    if (f)
        fclose(f);
}

static void now(FILE *to)
{
    char text[32];
    time_t t = time(NULL);
    struct tm tm;

    if (gmtime_r(&t, &tm)
        && strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &tm) > 0)
        member(to, "until", text);
}

void machine_json(FILE *to, const struct machine *e)
{
    struct rlimit files = inherited_files();

    fputs("\"kernel\": ", to);
    text_json(to, e->kernel);
    cpu(to);
    fprintf(to, ",\n    \"cpus\": %d,\n    \"server_cpu\": %d,\n"
            "    \"client_cpu\": %d,\n    \"descriptors\": %ld,\n"
            "    \"descriptors_given\": %llu,\n"
            "    \"others_percent\": %.1f", e->cpus, e->server_cpu,
            e->client_cpu, e->files, (unsigned long long)files.rlim_cur,
            machine_disturbed(e));
    for (size_t i = 0; i < sizeof sysctls / sizeof *sysctls; i++)
        sysctl(to, sysctls[i]);
    now(to);
#ifdef __clang__
    member(to, "compiler", __VERSION__);
#else
    member(to, "compiler", "gcc " __VERSION__);
#endif
#ifdef COMMIT
    if (COMMIT[0])
        member(to, "commit", COMMIT);
#endif
}
