#!/usr/bin/env bats
#
# 10-kinds.bats: kinds of socket, a FILE, and numbers are as shown.
#
# shellcheck disable=SC2154

load ../lib/labs

lab=10-kinds

@test "the cards of lab 10 tell what is seen" {
    cards_hold $lab
}

@test "the handout of lab 10 shows what its programs print" {
    [ -e /proc/net/if_inet6 ] || skip 'no IPv6 here, and so no AF_INET6'
    handout_holds $lab
}
