#!/usr/bin/env bats
#
# uring.bats: what makes uring itself: one system call a message, and the
# kernel reads and writes.

load ../lib/drive
load ../lib/watch

setup() {
    needs_uring
    export ONE=$BATS_TEST_TMPDIR/one
}

@test "uring makes one call a message, and neither reads nor writes" {
    tallied uring come=1 chat=100 shut
    [ "$(calls syscall)" -ge 100 ]
    [ "$(calls syscall)" -le 110 ]
    [ "$(calls read)" -eq 0 ]
    [ "$(calls write)" -eq 0 ]
}

@test "uring hands over many requests with one call" {
    day uring signal=19 come=100 say=64 signal=18 hear
    [ "$(counted turns)" -ge 100 ]
    [ "$(counted rounds)" -le 10 ]
}

@test "uring hands over in one call what belongs together" {
    needs_files 5100
    day uring come=5000 signal=19 say=64 signal=18 hear ask=1000 shut
    [ "$(counted bytes)" -eq $((5000 * 1064)) ]
}

@test "uring keeps no descriptor of clients that reset in a large echo" {
    day uring visits=1 mark come=20 stuff=64M reset opened=0 come=20 ask=1000
}

@test "uring says so in a line where io_uring is forbidden, or too old" {
    local fault
    for fault in 'syscall:1:EPERM Operation not permitted' \
        'syscall:2:EINVAL Function not implemented'; do
        run -1 --separate-stderr bounded 5 env FAULTS="${fault%% *}" \
            LD_PRELOAD="$BIN/tests/faults.so" "$BIN/echo-uring" -p 0
        # shellcheck disable=SC2154
        [ "$stderr" = "echo-uring: io_uring: ${fault#* }" ]
    done
}

@test "uring's reads and writes are out of reach of check --faults" {
    can_observe
    run -0 bounded 60 "$MUXLAB" check --faults --timeout-scale "$SCALE" \
        --only 'short writes' --only 'one-byte' --only 'failing' uring
    [ "$(grep -c 'skip .* it asks through io_uring, and makes no call that ' \
        <<<"$output")" -eq 3 ]
    [[ $output == *'ok    failing accept'*'score 1/1' ]]
}
