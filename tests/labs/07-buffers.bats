#!/usr/bin/env bats
#
# 07-buffers.bats: what lies between two programs is bounded.
#
# shellcheck disable=SC2154

load ../lib/labs

lab=07-buffers

@test "the cards of lab 07 tell what is seen" {
    cards_hold $lab
}

@test "the handout of lab 07 shows what its programs print" {
    handout_holds $lab
}

@test "a write that is not read says on stderr how much went" {
    run -0 --separate-stderr "$BIN/labs/$lab/nobody-reads"
    [[ $stderr =~ ^[0-9]+' bytes went, '[0-9]+' of them are with the peer'$ ]]
}

@test "the programs that students start from get one answer of three" {
    run -1 bounded 60 labs/$lab/judge "$(started $lab send)" \
        "$(started $lab receive)"
    [ "${lines[-1]}" = '1 of 3' ]
}

@test "the programs of MUXLAB_SOLUTIONS get all three, ten times" {
    solution $lab send
    send=$solved
    solution $lab receive
    for _ in {1..10}; do
        run -0 bounded 60 labs/$lab/judge "$send" "$solved"
    done
}
