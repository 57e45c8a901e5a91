#!/usr/bin/env bats
#
# 04-goodbye.bats: the three ways to end a call look as the lab says.
#
# shellcheck disable=SC2154

load ../lib/labs

lab=04-goodbye

@test "the cards of lab 04 tell what is seen" {
    cards_hold $lab
}

@test "the handout of lab 04 shows what its programs print" {
    handout_holds $lab
}

@test "a read that asks first takes the reset, and leaves EPIPE" {
    run -0 "$BIN/labs/$lab/rude"
    [[ $output == *'our read = -1 ECONNRESET'*'our write = -1 EPIPE' ]]
}

# A client that says the same each time, by the name of the one it gets right.
@test "the judge knows all three endings, and counts those told" {
    for ending in polite rude half; do
        run -1 bounded 20 labs/$lab/judge echo $ending
        [[ $output == *"$ending"*"you say: $ending"*'1 of 3' ]]
    done
}

@test "the client that students start from tells one ending of three" {
    run -1 bounded 20 labs/$lab/judge "$(started $lab client)"
    [ "${lines[-1]}" = '1 of 3' ]
}

@test "the client of MUXLAB_SOLUTIONS tells all three, ten times" {
    solution $lab client
    for _ in {1..10}; do
        run -0 bounded 20 labs/$lab/judge "$solved"
    done
}
