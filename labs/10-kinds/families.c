/*
 * families: which family takes which type. A table for PHRASEBOOK.md.
 * RAW needs a privilege, which we put down first.
 */
#include "../lab.h"

#include <grp.h>

#define NAMED(x) { x, #x }

static const struct named {
    int value;
    const char *name;
} families[] = { NAMED(AF_INET), NAMED(AF_INET6), NAMED(AF_UNIX) },
  types[] = { NAMED(SOCK_STREAM), NAMED(SOCK_DGRAM), NAMED(SOCK_SEQPACKET),
              NAMED(SOCK_RDM), NAMED(SOCK_RAW) };

enum { FAMILIES = 3, TYPES = 5 };

static const char *verdict(int family, int type)
{
    int protocol = type == SOCK_RAW && family != AF_UNIX ? IPPROTO_ICMP : 0;
    int fd = socket(family, type, protocol);

    if (fd == -1)
        return error_name(errno);
    close(fd);
    return "yes";
}

int main(void)
{
    if (geteuid() == 0 && (setgroups(0, NULL) == -1 || setuid(65534) == -1))
        err(EXIT_FAILURE, "cannot become a plain user");
    printf("|");
    for (int t = 0; t < TYPES; t++)
        printf(" | %s", types[t].name);
    printf(" |\n|");
    for (int t = 0; t <= TYPES; t++)
        printf(" --- |");
    for (int f = 0; f < FAMILIES; f++) {
        printf("\n| %s", families[f].name);
        for (int t = 0; t < TYPES; t++)
            printf(" | %s", verdict(families[f].value, types[t].value));
        printf(" |");
    }
    printf("\n");
}
