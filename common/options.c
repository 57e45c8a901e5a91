/*
 * options.c: the command line.
 */
#include "options.h"

#include <err.h>
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct options options = { .address = "127.0.0.1", .port = "50007" };

static void print_help(void)
{
    printf("usage: %s [-b ADDR] [-p PORT] [-v]\n"
           "A TCP echo server: every byte comes back (RFC 862).\n"
           "  -b, --bind ADDR  address, name or /path to listen on (%s)\n"
           "  -p, --port PORT  0 to 65535; 0: the kernel chooses (%s)\n"
           "  -v, --verbose    a line on stderr for each client that comes\n"
           "  -h, --help       this text; -V, --version: the version\n"
           "SIGTERM or SIGINT stops it, and it prints what it counted.\n",
           program_invocation_short_name, options.address, options.port);
}

/* Strictly decimal: getaddrinfo takes 70000 for 4464, and "+80" for 80. */
static bool valid_port(const char *text)
{
    size_t digits = strspn(text, "0123456789");

    return digits >= 1 && digits <= 5 && !text[digits] && atoi(text) < 65536;
}

static int usage(void)
{
    fprintf(stderr, "try '%s --help'\n", program_invocation_short_name);
    return 2;
}

int options_read(int argc, char **argv)
{
    static const struct option names[] = {
        { "bind", required_argument, NULL, 'b' },
        { "port", required_argument, NULL, 'p' },
        { "verbose", no_argument, NULL, 'v' },
        { "help", no_argument, NULL, 'h' },
        { "version", no_argument, NULL, 'V' },
        { 0 },
    };
    int option;

    argv[0] = program_invocation_short_name;    /* for getopt's messages */
    while ((option = getopt_long(argc, argv, "b:p:vhV", names, NULL)) != -1) {
        switch (option) {
        case 'b': options.address = optarg; break;
        case 'p': options.port = optarg; break;
        case 'v': options.verbose = true; break;
        case 'h': print_help(); return 0;
        case 'V': printf("%s 1.0\n", argv[0]); return 0;
        default: return usage();
        }
    }
    if (optind < argc)
        warnx("%s: not an option", argv[optind]);
    else if (!valid_port(options.port))
        warnx("port %s: not a number from 0 to 65535", options.port);
    else
        return -1;
    return usage();
}
