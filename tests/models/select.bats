#!/usr/bin/env bats
#
# select.bats: what makes select itself: it sleeps until some are ready,
# looks through all the bits, and ends at FD_SETSIZE.

load ../lib/drive

@test "select makes three calls a message" {
    tallied select come=1 chat=100 shut
    [ "$(calls read)" -eq 101 ]
    [ "$(calls write)" -eq 100 ]
    [ "$(calls select)" -le 104 ]
    [ "$(calls poll)" -eq 0 ]
}

@test "select refuses descriptor 1024 and goes on" {
    needs_files 1200
    day select come=1030 try=100 left=1019 ask=100 shut
    [ "$(counted refused)" -eq 11 ]
}

@test "select does not start past its limit, and says so" {
    needs_files 1200
    # shellcheck disable=SC2016
    run -1 --separate-stderr bounded 10 bash -c '
        for ((i = 3; i < 1025; i++)); do eval "exec $i</dev/null"; done
        exec "$0" -p 0' "$BIN/echo-select"
    [ -z "$output" ]
    # shellcheck disable=SC2154
    [ "$stderr" = 'echo-select: 127.0.0.1 port 0: Too many open files' ]
}

@test "select looks at every number, though few are left" {
    needs_files 1000
    day select visits=1 mark come=900 come=1 group=1 leave opened=1 \
        group=2 chat=100
    [ "$(counted looks)" -ge $((100 * 900)) ]
}

@test "select shares one wait among those that are ready together" {
    day select signal=19 come=100 say=64 signal=18 hear
    [ "$(counted turns)" -eq 100 ]
    [ "$(counted rounds)" -le 10 ]
}
