#!/usr/bin/env bats
#
# signal.bats: what makes signal itself: only those that a signal names are
# asked, until a call would block; or all of them, when the queue is full.

load ../lib/drive

@test "signal never asks those that are silent" {
    day signal come=100 come=1 chat=100
    [ "$(counted turns)" -eq 100 ]
    [ "$(counted looks)" -le 1000 ]
}

@test "signal ends each turn with a call that would have blocked" {
    day signal signal=19 come=100 say=64 signal=18 hear
    [ "$(counted turns)" -eq 100 ]
    [ "$(counted blocked)" -ge 100 ]
}

@test "signal takes one signal for each message, and hardly any more" {
    tallied signal come=1 chat=100 shut
    [ "$(calls write)" -eq 100 ]
    [ "$(calls sigwaitinfo)" -ge 50 ]
    [ "$(calls sigwaitinfo)" -le 250 ]
}

@test "signal asks every client when no signal can be queued" {
    day_with 'prlimit --pid $$ --sigpending=0' signal \
        come=20 ask=1000 ask=1M shut
    [ "$(counted looks)" -ge $((100 * $(counted turns))) ]
}

@test "signal serves others while one sends without end" {
    told bounded 20 "$MUXLAB" check --only 'flood beside' signal
}

@test "signal forgets no client when it is out of descriptors" {
    day_with 'ulimit -n 32' signal \
        come=100 try=100 ask=1000 leave come=20 ask=100
}
