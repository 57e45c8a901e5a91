/*
 * verb.h: the verbs.
 *
 * A verb is a file. It is given its own argc and argv (argv[0] is the verb's
 * name, so getopt_long works as usual) and returns the program's exit status
 * (lib/exit_status.h).
 */
#ifndef VERB_H
#define VERB_H

int verb_check(int argc, char **argv);
int verb_compare(int argc, char **argv);
int verb_load(int argc, char **argv);
int verb_start(int argc, char **argv);
int verb_stop(int argc, char **argv);
int verb_talk(int argc, char **argv);
int verb_watch(int argc, char **argv);
int verb_with(int argc, char **argv);

#endif
