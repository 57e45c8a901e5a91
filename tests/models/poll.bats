#!/usr/bin/env bats
#
# poll.bats: what makes poll itself: its list is as long as one likes, and all
# of it is looked through, however few have news.

load ../lib/drive

@test "poll makes three calls a message" {
    tallied poll come=1 chat=100 shut
    [ "$(calls read)" -eq 101 ]
    [ "$(calls write)" -eq 100 ]
    [ "$(calls poll)" -le 104 ]
    [ "$(calls select)" -eq 0 ]
}

@test "poll does not end at 1,024 descriptors" {
    needs_files 1200
    day poll come=1030 ask=100
    [ "$(counted refused)" -eq 0 ]
}

@test "poll looks through its whole list for each turn" {
    needs_files 1000
    day poll come=900 come=1 chat=100
    [ "$(counted turns)" -eq 100 ]
    [ "$(counted looks)" -ge $((900 * $(counted turns))) ]
}

@test "poll shares one wait among those that are ready together" {
    day poll signal=19 come=100 say=64 signal=18 hear
    [ "$(counted turns)" -eq 100 ]
    [ "$(counted rounds)" -le 10 ]
}
