#!/usr/bin/env bats
#
# 05-two-closes.bats: the listener and its clients are closed apart.
#
# shellcheck disable=SC2154

load ../lib/labs

lab=05-two-closes

@test "the cards of lab 05 tell what is seen" {
    cards_hold $lab
}

@test "the handout of lab 05 shows what its programs print" {
    handout_holds $lab
}

@test "the server that students start from knows no last orders" {
    run -1 bounded 30 "$MUXLAB" check --timeout-scale 0.3 \
        --only 'last orders' -- "$(started $lab server)"
    [[ $output == *'killed by SIGUSR1'* ]]
}

@test "the server that students start from passes all else" {
    run -0 bounded 60 "$MUXLAB" check --only 'one byte' --only 'odd pieces' \
        --only 'slow reader beside' --only restart -- "$(started $lab server)"
}
