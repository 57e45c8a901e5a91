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

@test "the echo server that students start from knows one client" {
    run -1 bounded 60 "$MUXLAB" check --timeout-scale 0.3 \
        --only 'a datagram' --only 'an empty datagram' \
        --only 'two, interleaved' udp:echo="$(started $lab echo)"
    [ "${lines[-1]}" = 'score 1/3' ]
}

@test "the echo server of MUXLAB_SOLUTIONS passes what UDP is asked" {
    solution $lab echo
    run -0 bounded 60 "$MUXLAB" check --timeout-scale "$SCALE" \
        udp:echo="$solved"
}
