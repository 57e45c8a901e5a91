#!/usr/bin/env bats
#
# nonblocking.bats: what makes nonblocking itself: no client waits for another,
# and every client is asked, all the time.

load ../lib/drive

@test "nonblocking never asks which clients wait, and never sleeps" {
    tallied nonblocking come=3 ask=100
    for call in select poll epoll_wait epoll_ctl; do
        [ "$(calls $call)" -eq 0 ]
    done
}

@test "nonblocking serves others while the first is silent" {
    day nonblocking come=1 come=1 ask=1000 shut group=1 ask=1000
}

@test "nonblocking asks every client in every round" {
    day nonblocking come=100 come=1 chat=100
    [ "$(counted rounds)" -ge 100 ]
    [ "$(counted looks)" -ge $((100 * 100)) ]
}

@test "nonblocking asks nearly always in vain" {
    day nonblocking come=100 come=1 chat=100
    [ "$(counted turns)" -eq 100 ]
    [ "$(counted blocked)" -ge $((50 * $(counted turns))) ]
}

# Each round asks the listener, once more after the client has come, and then
# the client. All but 101 reads and one accept are in vain; so is the accept
# that finds the listener hung up, if the signal comes just before it (EINVAL).
@test "nonblocking makes one useful read and one write a message" {
    tallied nonblocking come=1 chat=100 shut
    [ "$(calls write)" -eq 100 ]
    [ "$(counted turns)" -eq 101 ]
    [ "$(calls accept4)" -eq $(($(counted rounds) + 1)) ]
    [ "$(calls read)" -eq $(($(counted looks) - $(counted rounds))) ]
    local vain=$(($(calls read) - 101 + $(calls accept4) - 1))
    [ "$(counted blocked)" -eq "$vain" ] ||
        [ "$(counted blocked)" -eq $((vain - 1)) ]
}
