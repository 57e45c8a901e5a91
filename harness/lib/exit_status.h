/*
 * exit_status.h: how muxlab ends.
 */
#ifndef EXIT_STATUS_H
#define EXIT_STATUS_H

enum exit_status {
    ALL_HELD = 0,
    NOT_HELD = 1,               /* something that was checked did not hold */
    USAGE = 2,                  /* one line, and try 'muxlab VERB --help' */
    CANNOT = 3,                 /* the server or the environment cannot */
    LATE = 124,                 /* the overall deadline passed */
    WITH_FAILED = 125           /* `with`: muxlab itself failed */
};

#endif
