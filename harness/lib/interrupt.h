/*
 * interrupt.h: to be interrupted, and still keep what was found so far.
 */
#ifndef INTERRUPT_H
#define INTERRUPT_H

#include <stdbool.h>

/* From here on the first SIGINT, SIGTERM or SIGHUP is only remembered; another
 * one, more than a second later, ends the process. One that was ignored stays
 * so. */
void interrupt_catch(void);

/* Has one come? Whoever waits for long looks here. */
bool interrupt_came(void);

/* Ends as the signal would have ended us; returns if there was none. */
void interrupt_obey(void);

#endif
