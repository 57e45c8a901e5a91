/*
 * verb.h: the verbs, and how the program ends.
 *
 * A verb is a file. It is given its own argc and argv (argv[0] is the verb's
 * name, so getopt_long works as usual) and returns the program's exit status.
 */
#ifndef VERB_H
#define VERB_H

enum ending {
    ALL_HELD = 0,
    NOT_HELD = 1,               /* something that was checked did not hold */
    USAGE = 2,                  /* one line, and try 'muxlab VERB --help' */
    CANNOT = 3,                 /* the server or the environment cannot */
    LATE = 124,                 /* the overall deadline passed */
    WITH_FAILED = 125           /* `with`: muxlab itself failed */
};

int verb_check(int argc, char **argv);
int verb_compare(int argc, char **argv);
int verb_load(int argc, char **argv);
int verb_start(int argc, char **argv);
int verb_stop(int argc, char **argv);
int verb_talk(int argc, char **argv);
int verb_watch(int argc, char **argv);
int verb_with(int argc, char **argv);

#endif
