#!/usr/bin/env bats
#
# 13-http.bats: a request has an end, and so has an answer.
#
# shellcheck disable=SC2016,SC2030,SC2031,SC2154

load ../lib/labs

lab=13-http

@test "the cards of lab 13 tell what is seen" {
    cards_hold $lab
}

@test "the handout of lab 13 shows what its programs print" {
    handout_holds $lab
}
