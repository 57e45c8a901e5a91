#!/usr/bin/env bats
#
# 09-addresses.bats: addresses, names and options are as shown.
#
# shellcheck disable=SC2154

load ../lib/labs

lab=09-addresses

@test "the cards of lab 09 tell what is seen" {
    cards_hold $lab
}

@test "the handout of lab 09 shows what its programs print" {
    handout_holds $lab
}

@test "students start from five blanks" {
    run -1 "$(started $lab blanks)"
    [ "${lines[-1]}" = '0 of 5' ]
}

@test "the blanks of MUXLAB_SOLUTIONS are filled" {
    solution $lab blanks
    run -0 bounded 10 "$solved"
    [ "${lines[-1]}" = '5 of 5' ]
}
