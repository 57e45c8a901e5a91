#!/usr/bin/env bats
#
# 08-udp.bats: datagrams are messages, and no client is connected.
#
# shellcheck disable=SC2154

load ../lib/labs

lab=08-udp

@test "the cards of lab 08 tell what is seen" {
    cards_hold $lab
}

@test "the handout of lab 08 shows what its programs print" {
    handout_holds $lab
}

@test "the echo server that students start from gives back one of five" {
    run -1 bounded 20 labs/$lab/judge "$(started $lab echo)"
    [ "${lines[-1]}" = '1 of 5' ]
}

@test "the echo server of MUXLAB_SOLUTIONS gives all five back" {
    solution $lab echo
    run -0 bounded 20 labs/$lab/judge "$solved"
}
