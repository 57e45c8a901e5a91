#!/usr/bin/env bats
#
# layers.bats: the harness is a house of eight rooms. A file includes its own
# room and the rooms below it, and never one above.

bats_require_minimum_version 1.7.0

setup() {
    cd "$BATS_TEST_DIRNAME/../.." || return
}

# Prints each include line of harness/ in this folder that names a room above
# its own; fails if there is one.
upward_includes() {
    (cd "$1" && awk '
        BEGIN { n = split("lib server client load watch check compare verbs",
                          room)
                for (i = 1; i <= n; i++) height[room[i]] = i }
        /^#include "/ { split(FILENAME, from, "/"); split($2, to, "[\"/]")
                        if (!(to[2] in height) ||
                            height[to[2]] > height[from[1]]) {
                            print FILENAME ":" FNR ": " $0; bad = 1 } }
        END { exit bad }' */*.[ch])
}

@test "a file includes only its own room and rooms below it" {
    upward_includes harness
}

@test "an include of a higher room would be seen" {
    mkdir -p "$BATS_TEST_TMPDIR/lib"
    echo '#include "check/suite.h"' >"$BATS_TEST_TMPDIR/lib/time.c"
    run ! upward_includes "$BATS_TEST_TMPDIR"
    [ "$output" = 'lib/time.c:1: #include "check/suite.h"' ]
}

@test "no file of the harness stands outside a room but main.c and README.md" {
    run -0 find harness -maxdepth 1 -type f ! -name main.c ! -name README.md
    [ -z "$output" ]
}
