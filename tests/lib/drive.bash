# shellcheck shell=bash
# shellcheck disable=SC2154
# drive.bash: what the tests of the five servers share. A test tells a server's
# day in steps (tests/drivers/drive.c), and judges the line of counts it left.

bats_require_minimum_version 1.7.0
load ../helper
load ../lib/limits
cd "$BATS_TEST_DIRNAME/../.." || exit
export BIN MUXLAB SCALE

# For sanitized servers: faults.so is loaded before the sanitizer; and the one
# that looks for leaks now and then hangs at exit (valgrind looks for them).
ASAN_OPTIONS="verify_asan_link_order=0:detect_leaks=0:${ASAN_OPTIONS:-}"
export ASAN_OPTIONS

# bounded SECONDS COMMAND...: ends the command after that time.
bounded() {
    timeout -k 1 "$(($1 * SCALE))" "${@:2}"
}

# told COMMAND...: `run` it, and fail with all it said if it fails.
told() {
    run "$@"
    [ "$status" -eq 0 ] && return
    printf '%s\n' "$output"
    return 1
}

# day MODEL STEP...: every step holds, and the server ends as it should.
day() {
    told bounded 60 "$BIN/tests/drive" "${@:2}" -- "$BIN/echo-$1" -p '{port}'
}

# day_with 'SHELL WORDS' MODEL STEP...: the same, after a ulimit, say; or
# `set -- -v` gives it that option.
day_with() {
    told bounded 60 "$BIN/tests/drive" "${@:3}" -- \
        sh -c "$1; exec \"\$0\" \"\$@\" -p {port}" "$BIN/echo-$2"
}

# faulty FAULTS MODEL STEP...: the same, with calls that fail as tests/faults.c
# is told. A fault that never came to pass is a failure.
faulty() {
    day_with "export LD_PRELOAD=$BIN/tests/faults.so FAULTS='$1'" "${@:2}"
    [[ $output != *'never came to pass'* ]]
}

# tallied MODEL STEP...: a day whose system calls are counted: by faults that
# lie too far ahead to come to pass.
tallied() {
    local call faults=
    for call in read write accept4 select poll epoll_wait epoll_ctl \
        sigwaitinfo syscall; do
        faults+=",$call:99999999:EIO"
    done
    day_with "export LD_PRELOAD=$BIN/tests/faults.so FAULTS='${faults#,}'" \
        "$1" noise "${@:2}"
}

# Skips where the kernel forbids what uring is made of, or is older than 6.0.
needs_uring() {
    "$MUXLAB" with uring -- true >/dev/null 2>&1 ||
        skip 'io_uring cannot be used here'
}

# calls NAME: how often the server, with its children, made that call, of the
# day that was tallied.
calls() {
    sed -n "s/^faults: $1 never came to pass (\([0-9]*\) calls)/\1/p" \
        <<<"$output"
}

# counted KEY: what the server counted, of the day that ran last.
counted() {
    awk -v key="$1" '/^clients / { for (i = 1; i < NF; i += 2)
                                       if ($i == key) print $(i + 1) }' \
        <<<"$output"
}

