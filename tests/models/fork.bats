#!/usr/bin/env bats
#
# fork.bats: what makes fork itself: no client waits for another, and each
# costs a process.

load ../lib/drive

@test "fork makes two calls a message, and none in vain" {
    tallied fork come=1 chat=100 shut
    [ "$(calls read)" -eq 101 ]
    [ "$(calls write)" -eq 100 ]
    [ "$(counted blocked)" -eq 0 ]
}

@test "fork serves others while the first is silent" {
    day fork come=1 come=1 ask=1000 shut group=1 ask=1000
}

@test "fork has 30 KB of memory or more for each client" {
    day fork mark come=100 ask=10 costs=3M
}

@test "fork leaves no zombie of 200 children that end at once" {
    day fork come=200 ask=100 leave processes=1
}

@test "fork refuses a client for which there is no process, and goes on" {
    faulty fork:3:EAGAIN fork come=5 try=1000 left=4 ask=64K come=1 ask=1000
    [ "$(counted refused)" -eq 1 ]
    [ "$(counted clients)" -eq 5 ]
}

@test "fork counts what its children did, though they end with it" {
    day fork come=3 ask=1000
    [ "$(counted bytes)" -eq 3000 ]
    [ "$(counted turns)" -ge 3 ]
}
