/*
 * version.h: which muxlab this is.
 */
#ifndef VERSION_H
#define VERSION_H

extern const char version_number[];

/* The short name of the commit it was built from; empty: that is unknown. */
extern const char version_commit[];

#endif
