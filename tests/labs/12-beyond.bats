#!/usr/bin/env bats
#
# 12-beyond.bats: what is told once, by a signal, or when it is done.
#
# shellcheck disable=SC2016,SC2030,SC2031,SC2154

load ../lib/labs

lab=12-beyond

@test "the cards of lab 12 tell what is seen" {
    cards_hold $lab
}

@test "the handout of lab 12 shows what its programs print" {
    handout_holds $lab
}

@test "the start answers short messages, and sticks in a long one" {
    start=$(started $lab edge)
    run -0 bounded 20 "$MUXLAB" check --reply upper --only 'odd pieces' -- \
        "$start"
    run -1 bounded 20 "$MUXLAB" check --reply upper --timeout-scale 0.3 \
        --only '64 MiB both ways' -- "$start"
}

@test "the server of MUXLAB_SOLUTIONS reaches the full score" {
    solution $lab edge
    run -0 bounded 60 "$MUXLAB" check --profile scalable --reply upper -- \
        "$solved"
}
