/*
 * watchdog.h: the deadline of a whole run, --deadline SECONDS.
 */
#ifndef WATCHDOG_H
#define WATCHDOG_H

/* From now on the verb has so many seconds (not scaled). If it is not done by
 * then, the process ends with LATE after one line on stderr; what it started
 * ends with it (supervisor.h). 0: no deadline. */
void watchdog_start(const char *verb, double seconds);

#endif
