/*
 * options.c: a command line read with a table.
 */
#include "lib/options.h"

#include "lib/exit_status.h"
#include "lib/parse.h"
#include "lib/text.h"

#include <ctype.h>
#include <err.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 32, LONG = 256, COLUMNS = 80, LABEL = 26 };

/* The rows of all tables, as getopt_long(3) wants them. A long option's value
 * is LONG and its place; a short one's is its letter. */
struct reader {
    const struct option_row *rows[ROWS];
    bool given[ROWS];
    struct option names[ROWS + 1];
    char letters[2 * ROWS + 3];
    size_t n;
};

static void add_row(struct reader *r, const struct option_row *row)
{
    size_t used = strlen(r->letters);
    int takes = row->argument ? required_argument : no_argument;

    r->names[r->n] = (struct option){ row->name, takes, NULL,
                                      LONG + (int)r->n };
    if (row->letter)
        snprintf(r->letters + used, sizeof r->letters - used, "%c%s",
                 row->letter, row->argument ? ":" : "");
    r->rows[r->n++] = row;
}

/* With `-` getopt_long returns words in their places, with `+` it stops at the
 * first one; with `:` it leaves the messages to us. */
static struct reader make_reader(const struct option_row *const *tables,
                                 bool leading)
{
    struct reader r = { .letters = "-:" };

    if (leading)
        r.letters[0] = '+';
    for (; *tables; tables++)
        for (const struct option_row *row = *tables; row->name; row++)
            if (r.n < ROWS)
                add_row(&r, row);
    return r;
}

/* The place of the row that has this value; r->n: none has. */
static size_t find(const struct reader *r, int value)
{
    size_t i = 0;

    if (value >= LONG)
        return (size_t)(value - LONG);
    while (i < r->n && (value == 0 || r->rows[i]->letter != value))
        i++;
    return i;
}

/* ---- values -------------------------------------------------------------- */

static int take_number(const struct option_row *row, const char *name,
                       const char *text)
{
    long n = row->number && row->words
        ? parse_choice(name, text, row->words())
        : parse_number(name, text, row->least, row->most);

    if (n == -1)
        return -1;
    if (row->count)
        *row->count = (size_t)n;
    else
        *row->number = (int)n;
    return 0;
}

static int take(const struct option_row *row, const char *text)
{
    char name[LABEL];

    snprintf(name, sizeof name, "--%s", row->name);
    if (row->read)
        return row->read(text);
    if (row->number || row->count)
        return take_number(row, name, text);
    if (row->decimal) {
        *row->decimal = parse_decimal(name, text, (double)row->most);
        return *row->decimal > 0 ? 0 : -1;
    }
    if (row->flag)
        *row->flag = true;
    else
        *row->text = text;
    return 0;
}

void options_defaults(const struct option_row *table)
{
    for (const struct option_row *row = table; row->name; row++)
        if (row->standard)
            take(row, row->standard);
}

/* ---- errors ------------------------------------------------------------- */

/* Reports a long option that is unknown or ambiguous. */
static int refuse_long(const struct reader *r, const char *word)
{
    char room[ROWS][LABEL];
    const char *names[ROWS + 1] = { NULL };
    char *name = strndup(word, strcspn(word, "="));
    int begun = 0;

    for (size_t i = 0; i < r->n; i++) {
        snprintf(room[i], LABEL, "--%s", r->rows[i]->name);
        names[i] = room[i];
        begun += name && strncmp(name, room[i], strlen(name)) == 0;
    }
    if (begun > 1)
        warnx("'%s': more than one option begins so", text_word(word));
    else
        warnx("unknown option '%s'%s", text_word(word),
              text_meant(name ? name : "", names));
    free(name);
    return -1;
}

/* Reports what getopt_long did not understand, in this word. */
static int refuse(const struct reader *r, int option, const char *word)
{
    size_t i = find(r, optopt);

    if (i < r->n)
        warnx("--%s %s argument", r->rows[i]->name,
              option == ':' ? "requires an" : "takes no");
    else if (strncmp(word, "--", 2) == 0)
        return refuse_long(r, word);
    else if (isgraph(optopt))
        warnx("unknown option '-%c'", optopt);
    else
        warnx("unknown option '%s'", text_word(word));
    return -1;
}

/* Is the name in the list, which is separated by blanks? */
static bool lists(const char *list, const char *name)
{
    size_t length = strlen(name);

    for (const char *at = list; at && *at; at += strspn(at, " ")) {
        size_t n = strcspn(at, " ");
        if (n == length && strncmp(at, name, n) == 0)
            return true;
        at += n;
    }
    return false;
}

static bool is_given(const struct reader *r, const char *name)
{
    for (size_t i = 0; i < r->n; i++)
        if (r->given[i] && strcmp(r->rows[i]->name, name) == 0)
            return true;
    return false;
}

/* Do the options that were given go together? */
static int agree(const struct reader *r)
{
    for (size_t i = 0; i < r->n; i++) {
        const struct option_row *row = r->rows[i];
        if (!r->given[i])
            continue;
        if (row->needs && !is_given(r, row->needs)) {
            warnx("--%s needs --%s", row->name, row->needs);
            return -1;
        }
        for (size_t j = 0; j < r->n; j++)
            if (r->given[j] && lists(row->without, r->rows[j]->name)) {
                warnx("--%s and --%s exclude each other", row->name,
                      r->rows[j]->name);
                return -1;
            }
    }
    return 0;
}

/* ---- the line ------------------------------------------------------------ */

static int read_all(struct reader *r, int argc, char **argv,
                    struct arguments *a)
{
    int option;

    opterr = 0;
    optind = 0;                 /* getopt_long begins anew */
    while ((option = getopt_long(argc, argv, r->letters, r->names, NULL))
           != -1) {
        if (option == 1) {
            a->words[a->n++] = optarg;
            continue;
        }
        if (option == '?' || option == ':')
            return refuse(r, option, argv[optind - 1]);
        size_t i = find(r, option);
        if (i == r->n || take(r->rows[i], optarg) == -1)
            return -1;
        r->given[i] = true;
    }
    return agree(r);
}

int options_read(const struct option_row *const *tables, bool leading,
                 int argc, char **argv, struct arguments *a)
{
    struct reader r = make_reader(tables, leading);

    *a = (struct arguments){
        .words = calloc((size_t)argc + 1, sizeof *a->words), .line = argv + 1
    };
    if (!a->words) {
        warn("the command line");
        return CANNOT;
    }
    if (read_all(&r, argc, argv, a) == -1)
        return USAGE;
    if (!leading)
        a->command = argv[optind] ? argv + optind : NULL;
    else
        while (argv[optind])
            a->words[a->n++] = argv[optind++];
    return 0;
}

/* ---- help ---------------------------------------------------------------- */

void options_help(FILE *to, const struct option_row *table)
{
    for (const struct option_row *row = table; row->name; row++) {
        char label[80], letter[] = "-?, ", help[600];

        letter[1] = row->letter;
        snprintf(label, sizeof label, "  %-4s--%s%s%s  ",
                 row->letter ? letter : "", row->name,
                 row->argument ? " " : "", row->argument ? row->argument : "");
        snprintf(help, sizeof help, row->standard ? "%s (default %s)" : "%s",
                 row->help, row->standard);
        text_hang(to, label, help, LABEL, COLUMNS);
    }
}
