#!/usr/bin/env bats
#
# blocking.bats: what makes blocking itself: two calls a message, none in vain;
# and all clients wait for one.

load ../lib/drive

@test "blocking makes two calls a message, and none in vain" {
    tallied blocking come=1 chat=100 shut
    [ "$(calls read)" -eq 101 ]
    [ "$(calls write)" -eq 100 ]
    [ "$(calls accept4)" -le 2 ]
    [ "$(counted blocked)" -eq 0 ]
    [ "$(counted looks)" -eq "$(counted turns)" ]
}

@test "blocking never asks which clients wait" {
    tallied blocking visits=3
    for call in select poll epoll_wait epoll_ctl; do
        [ "$(calls $call)" -eq 0 ]
    done
}

@test "blocking leaves the second client waiting while the first is silent" {
    day blocking come=1 come=1 say=100 group=1 chat=50 \
        group=2 unheard group=1 shut group=2 hear shut
}

@test "blocking lets all others wait for one that does not read" {
    day blocking come=1 stuff=64M come=3 say=100 unheard group=1 reset
}

@test "blocking serves its queue in the end, one after the other" {
    day blocking come=1 come=1 say=10 come=1 say=20 group=1 ask=1 shut \
        group=3 unheard group=2 hear shut group=3 hear shut
    [ "$(counted clients)" -eq 3 ]
}
