#!/usr/bin/env bats
#
# layers.bats: the harness is a house of eight rooms. A file includes its own
# room and the rooms below it, and never one above; and what a header declares
# is found where its name says.

# shellcheck disable=SC2035 # no file is called -anything
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

@test "no file of the harness stands outside a room but main.c and README" {
    run -0 find harness -maxdepth 1 -type f ! -name main.c ! -name README.md
    [ -z "$output" ]
}

# "HEADER FUNCTION" for each function that a header in this folder declares.
declared() {
    (cd "$1" && perl -0777 -ne '
        s{/\*.*?\*/}{}gs; s/^#(.*\\\n)*.*$//gm;
        1 while s/\{[^{}]*\}//g;
        s/__attribute__\(\([^;]*|\bFORMAT\(\d\)//g;
        for (split /;/) {
            print "$ARGV $1\n" if !/\(\*/ && /\b([a-z_0-9]+)\s*\(/;
        }' */*.h)
}

# "FILE FUNCTION" for each function with external linkage that is defined.
defined() {
    (cd "$1" && perl -0777 -ne '
        s{/\*.*?\*/}{}gs;
        print "$ARGV $1\n" while
            /^(?!static)\w[\w \*]*?\b([a-z_0-9]+)\([^;{}]*\)\n\{/gm;' */*.c)
}

# Prints each declaration of X.h whose function is not defined in X.c or X_*.c,
# or has no prefix X_ (or its singular); fails if there is one. Excepted are the
# bare words in which probes are written, and the verbs, each a file.
misplaced() {
    awk 'NR == FNR { place[$2] = place[$2] " " $1; next }
         { base = $1; sub(/\.h$/, "", base); name = base; sub(/.*\//, "", name)
           one = name; sub(/s$/, "", one); words = name == "actions"
           if (name == "verb") next
           if (place[$2] !~ " " base "(_[a-z_0-9]+)?\\.c( |$)") {
               print $1 ": " $2 " is defined in" place[$2]; bad = 1 }
           if (!words && $2 !~ "^" name "(_|$)" && $2 !~ "^" one "(_|$)") {
               print $1 ": " $2 " has no prefix " name "_"; bad = 1 } }
         END { exit bad }' <(defined "$1") <(declared "$1")
}

@test "what X.h declares is defined in X.c or X_*.c, with X's prefix" {
    [ "$(declared harness | wc -l)" -gt 200 ]
    misplaced harness
}

@test "a function in the wrong file, or without its prefix, would be seen" {
    mkdir -p "$BATS_TEST_TMPDIR/lib"
    echo 'int time_now(void); int later(int x);' >"$BATS_TEST_TMPDIR/lib/time.h"
    printf 'int time_now(void)\n{\n}\n' >"$BATS_TEST_TMPDIR/lib/text.c"
    printf 'int later(int x)\n{\n}\n' >"$BATS_TEST_TMPDIR/lib/time_x.c"
    run ! misplaced "$BATS_TEST_TMPDIR"
    [ "${lines[0]}" = 'lib/time.h: time_now is defined in lib/text.c' ]
    [ "${lines[1]}" = 'lib/time.h: later has no prefix time_' ]
    [ "${#lines[@]}" -eq 2 ]
}
