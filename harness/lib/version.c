/*
 * version.c: which muxlab this is. The Makefile builds this file anew for each
 * commit.
 */
#include "lib/version.h"

#ifndef COMMIT
#define COMMIT ""
#endif

const char version_number[] = "1.0";
const char version_commit[] = COMMIT;
