# shellcheck disable=SC2016,SC2153
# fixtures.bats: helper.bash, as other people's tests load it.

bats_require_minimum_version 1.7.0
load ../helper

setup_file() { muxlab_start epoll; }
teardown_file() { muxlab_stop; }

# own TARGET...: a server of this test's own.
own() {
    export MUXLAB_DIR=$BATS_TEST_TMPDIR/own
    muxlab_start "$@"
}

@test "what setup_file starts is the server of the tests" {
    [ "$(muxlab_dir)" = "$BATS_FILE_TMPDIR/muxlab" ]
    run -0 "$MUXLAB" talk -m hello "$HOST:$PORT"
    [ "$output" = hello ]
    muxlab_stdout | grep "^listening on $HOST port $PORT\$"
}

@test "muxlab_silent holds if stderr is empty, fails if not, or without any" {
    muxlab_silent
    own a="echo oh >&2; exec $BIN/echo-poll -p {port}"
    run -1 muxlab_silent
    [ "$output" = oh ]
    muxlab_stop
    MUXLAB_DIR=$BATS_TEST_TMPDIR/none run -1 muxlab_silent
    [[ $output == 'no server was started: '* ]]
}

@test "muxlab_restart starts the same again, on the same port" {
    own -- "$BIN/echo-poll" -p '{port}'
    local port=$PORT pid=$PID
    muxlab_restart
    [ "$PORT" = "$port" ]
    [ "$PID" != "$pid" ]
    run -0 "$MUXLAB" talk -m hello "$HOST:$PORT"
    muxlab_stop
}

# The server writes its line only after the first look for it, before which
# muxlab_wait_for does not sleep.
@test "muxlab_wait_for waits for a line, and gives up" {
    local looked=$BATS_TEST_TMPDIR/looked
    mkfifo "$looked"
    own a="(read -r _ <'$looked'; echo ready 42 >&2) &
        exec $BIN/echo-poll -p {port}"
    # shellcheck disable=SC2317
    sleep() { echo yes 1<>"$looked"; command sleep "$@"; }
    muxlab_wait_for '^ready [0-9]+$'
    unset -f sleep
    SCALE=0 run -1 muxlab_wait_for '^never$'
    [ "$output" = 'the server wrote no line that matches ^never$' ]
    muxlab_stop
}

@test "without muxlab, loading says in one line what to do" {
    cp "$BATS_TEST_DIRNAME/../helper.bash" "$BATS_TEST_TMPDIR"
    run env -u MUXLAB -u BIN PATH=/usr/bin:/bin bash -c '. "$1/helper.bash"' _ \
        "$BATS_TEST_TMPDIR"
    [ "$status" -ne 0 ]
    [ "${#lines[@]}" -eq 1 ]
    [[ $output == 'muxlab is not found: run make in its folder, or set '* ]]
}
