#!/usr/bin/env bats
#
# 01-phone-call.bats: the kernel answers, and accept only takes.
#
# shellcheck disable=SC2154

load ../lib/labs

lab=01-phone-call

@test "the cards of lab 01 tell what is seen" {
    cards_hold $lab
}

@test "the handout of lab 01 shows what its programs print" {
    handout_holds $lab
}

@test "the server in alphabetical order fails at its first step" {
    run -1 "$(started $lab server)"
    [ "$output" = 'server: accept: Bad file descriptor' ]
    run -3 bounded 20 "$MUXLAB" check --only nothing -- "$(started $lab server)"
}

@test "the client in alphabetical order fails at its first step" {
    run -1 bounded 20 "$MUXLAB" with epoll -- "$(started $lab client)"
    [ "$output" = 'client: close: Bad file descriptor' ]
}

@test "the server and client of MUXLAB_SOLUTIONS are in order" {
    solution $lab server
    run -0 bounded 60 "$MUXLAB" check --profile sequential -- "$solved"
    server=$solved
    solution $lab client
    run -0 bounded 20 "$MUXLAB" with mine="$server" -- "$solved"
    [ "$output" = hello ]
}
