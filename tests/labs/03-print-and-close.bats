#!/usr/bin/env bats
#
# 03-print-and-close.bats: a server that prints and closes: what goes wrong.
#
# shellcheck disable=SC2016,SC2154

load ../lib/labs

lab=03-print-and-close

@test "the cards of lab 03 tell what is seen" {
    cards_hold $lab
}

@test "the handout of lab 03 shows what its programs print" {
    handout_holds $lab
}

# What the server printed for this client, and for one that says "over" after
# it: then it has done with the first. printed SERVER... -- CLIENT...
printed() {
    local server=()
    while [ "$1" != -- ]; do
        server+=("$1")
        shift
    done
    muxlab_start -- "${server[@]}"
    bounded 10 "${@:2}"
    bounded 10 "$MUXLAB" talk -m over "$HOST:$PORT"
    muxlab_stop 143
    output=$(muxlab_stdout | grep -v '^called from')
}

# The next client of every server is served after these left without reading.
leaves() {
    for model in blocking nonblocking select poll epoll; do
        run -0 bounded 10 "$MUXLAB" with "$model" -- sh -c '
            "$@" && "$@" && "$MUXLAB" talk -m hello "$HOST:$PORT"' sh "$@"
        [ "$output" = hello ]
    done
}

@test "the server in C prints what the client in C says" {
    printed "$(started $lab print)" -- "$BIN/labs/$lab/client" 你好
    [ "${output//$'\n'/,}" = 你好,over ]
}

@test "the server in Python prints what the client in Python says" {
    needs python3
    printed python3 labs/$lab/start/print.py -- \
        python3 labs/$lab/client.py 你好
    [ "${output//$'\n'/,}" = 你好,over ]
}

@test "for a client that says nothing they print an empty line" {
    say_nothing='"$MUXLAB" talk "$HOST:$PORT" </dev/null'
    printed "$(started $lab print)" -- sh -c "$say_nothing"
    [ "${output//$'\n'/,}" = ,over ]
    needs python3
    MUXLAB_DIR=$BATS_TEST_TMPDIR/python printed \
        python3 labs/$lab/start/print.py -- sh -c "$say_nothing"
    [ "${output//$'\n'/,}" = ,over ]
}

@test "a client that says more than 1,024 bytes is reset" {
    muxlab_start -- "$(started $lab print)"
    run -1 bounded 10 "$MUXLAB" talk "$HOST:$PORT" < <(seq 9999)
    [[ $output == *reset* ]]
    muxlab_stop 143
}

@test "400 Chinese characters end the server in Python" {
    needs python3
    muxlab_start -- python3 labs/$lab/start/print.py
    run -1 bounded 10 "$MUXLAB" talk "$HOST:$PORT" \
        < <(printf '学%.0s' {1..400})
    has_ended
    muxlab_stop 1
    grep -q '^UnicodeDecodeError' "$(muxlab_dir)/stderr"
}

@test "a client that leaves without reading harms none of our servers" {
    leaves "$BIN/labs/$lab/client"
}

@test "a client in Python that does so harms none either" {
    needs python3
    leaves python3 labs/$lab/client.py
}

@test "the client in Java says that it has finished, and reads its answer" {
    needs javac
    javac -d "$BATS_TEST_TMPDIR" labs/$lab/Client.java
    for model in blocking nonblocking select poll epoll; do
        run -0 bounded 20 "$MUXLAB" with "$model" -- \
            java -cp "$BATS_TEST_TMPDIR" Client
        [ "$output" = 'the server says: hello, server' ]
    done
}
