#!/usr/bin/env bats
#
# 06-sticky.bats: bytes have no borders; the smallest server and client.
#
# shellcheck disable=SC2016,SC2030,SC2031,SC2094,SC2154

load ../lib/labs

lab=06-sticky

@test "the cards of lab 06 tell what is seen" {
    cards_hold $lab
}

@test "the handout of lab 06 shows what its programs print" {
    handout_holds $lab
}

# The smallest server gives everything back to one client, and ends.
serves_one() {
    muxlab_start -- "$@"
    bounded 10 "$MUXLAB" talk "$HOST:$PORT" < <(seq 9999) |
        cmp - <(seq 9999)
    run ! bounded 10 "$MUXLAB" talk -m again "$HOST:$PORT"
    # It takes a moment to end by itself, and is a zombie then.
    for ((tries = 0; tries < 1000; tries++)); do
        grep -qs '^State:.[^Z]' "/proc/$PID/status" || break
    done
    muxlab_stop && muxlab_silent
}

# The smallest client gets a short text from every server, but never more than
# a recv of 1,024 bytes.
receives_once() {
    for model in blocking nonblocking select poll epoll; do
        run -0 bounded 10 "$MUXLAB" with "$model" -- "$@"
        [ "$output" = "received 'Hello, world'" ]
        run -0 bounded 10 "$MUXLAB" with "$model" -- "$@" "$(seq -s, 999)"
        [ "${#output}" -le 1035 ]
    done
}

@test "the smallest server in C gives all back to one client, and ends" {
    serves_one "$BIN/labs/$lab/server"
}

@test "the smallest server in Python gives all back to one client, and ends" {
    needs python3
    serves_one python3 labs/$lab/server.py
}

@test "the smallest client in C receives once" {
    receives_once "$BIN/labs/$lab/client"
}

@test "the smallest client in Python receives once" {
    needs python3
    receives_once python3 labs/$lab/client.py
}

# answers COMMAND: what this server makes of two lines in one piece.
answers() {
    run -0 bounded 10 "$MUXLAB" with lines="$1" -- \
        sh -c 'printf "one\ntwo\n" | "$MUXLAB" talk "$HOST:$PORT"'
}

@test "the starts take two lines for one" {
    answers "$(started $lab lines)"
    [ "$output" = 7 ]
    needs python3
    answers "python3 labs/$lab/start/lines.py"
    [ "$output" = 7 ]
}
