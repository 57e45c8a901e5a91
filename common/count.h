/*
 * count.h: what a server did, counted: the lesson in numbers, for which no
 * stopwatch is needed.
 */
#ifndef COUNT_H
#define COUNT_H

struct count {
    unsigned long long clients; /* taken in */
    unsigned long long refused; /* accepted and closed at once: no room */
    unsigned long long bytes;   /* sent back */
    unsigned long long rounds;  /* times round the loop */
    unsigned long long looks;   /* descriptors asked or examined for news */
    unsigned long long turns;   /* looks that moved bytes or ended a client */
    unsigned long long blocked; /* calls that would have blocked */
};

/* Each thread and each process has its own, and adds it up at its end. */
extern _Thread_local struct count count;

/* Makes the sum, which the children and threads to come will share. Returns
 * -1 with errno set when there is no memory for it. */
int count_open(void);

/* Adds `count` to the sum, and begins it anew. */
void count_add(void);

/* Prints the sum on stdout as `key value` pairs on one line.
 * Returns 0, or -1 with errno set when stdout does not take them. */
int count_print(void);

#endif
