/*
 * machine_json.c: what of the machine may matter to a figure, as JSON.
 */
#include "load/machine.h"

#include "lib/inherited.h"
#include "lib/version.h"

#include <math.h>
#include <stdbool.h>
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

static void trim(char *line)
{
    line[strcspn(line, "\n")] = '\0';
    for (char *tab = strchr(line, '\t'); tab; tab = strchr(tab, '\t'))
        *tab = ' ';
}

static void sysctl(struct json_writer *to, const char *name)
{
    char path[96], line[160] = "";

    snprintf(path, sizeof path, "/proc/sys/%s", name);
    FILE *f = fopen(path, "re");
    bool known = f && fgets(line, sizeof line, f);
    trim(line);
    json_text(to, name, known ? line : NULL);
    if (f)
        fclose(f);
}

/* proc(5), cpuinfo; not on every architecture. */
static void cpu(struct json_writer *to)
{
    char line[256] = "";
    const char *name = NULL;
    FILE *f = fopen("/proc/cpuinfo", "re");

    while (f && !name && fgets(line, sizeof line, f))
        if (strncmp(line, "model name", strlen("model name")) == 0)
            name = strstr(line, ": ");
    trim(line);
    json_text(to, "cpu", name ? name + 2 : NULL);
    if (f)
        fclose(f);
}

/* -1: it may be any. */
static double cpu_number(int place)
{
    return place < 0 ? (double)NAN : place;
}

static void now(struct json_writer *to)
{
    char text[32];
    time_t t = time(NULL);
    struct tm tm;

    if (gmtime_r(&t, &tm)
        && strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &tm) > 0)
        json_text(to, "until", text);
}

void machine_json(struct json_writer *to, const struct machine *e)
{
    json_text(to, "kernel", e->kernel);
    cpu(to);
    json_number(to, "cpus", e->cpus);
    json_number(to, "server_cpu", cpu_number(e->server_cpu));
    json_number(to, "client_cpu", cpu_number(e->client_cpu));
    json_number(to, "descriptors", (double)e->files);
    json_number(to, "descriptors_given", (double)inherited_files().rlim_cur);
    json_number(to, "others_percent", machine_disturbed(e));
    for (size_t i = 0; i < sizeof sysctls / sizeof *sysctls; i++)
        sysctl(to, sysctls[i]);
    now(to);
#ifdef __clang__
    json_text(to, "compiler", __VERSION__);
#else
    json_text(to, "compiler", "gcc " __VERSION__);
#endif
    json_text(to, "commit", version_commit[0] ? version_commit : NULL);
}
