/*
 * interrupt.h: being interrupted without losing what was found so far.
 */
#ifndef INTERRUPT_H
#define INTERRUPT_H

#include <stdbool.h>

/* From now on the first SIGINT, SIGTERM or SIGHUP is only remembered; another
 * one, more than a second later, ends the process. A signal that was ignored
 * stays ignored. */
void interrupt_catch(void);

/* Has one come? A long wait asks this now and then. */
bool interrupt_came(void);

/* Ends the process as the signal would have; returns if none has come. */
void interrupt_obey(void);

#endif
