#!/usr/bin/env bats
#
# epoll.bats: what makes epoll itself: it looks only at those with news; and
# each change of what it waits for is a call.

load ../lib/drive

@test "epoll makes three calls a message, and epoll_ctl is none of them" {
    tallied epoll come=1 chat=100 shut
    [ "$(calls read)" -eq 101 ]
    [ "$(calls write)" -eq 100 ]
    [ "$(calls epoll_wait)" -le 104 ]
    [ "$(calls epoll_ctl)" -eq 2 ]
}

@test "epoll looks only at those with news" {
    needs_files 1000
    day epoll come=900 come=1 chat=100
    [ "$(counted turns)" -eq 100 ]
    [ "$(counted looks)" -le $(($(counted turns) + $(counted clients) + 5)) ]
}

@test "epoll does not end at 1,024 descriptors" {
    needs_files 1200
    day epoll come=1030 ask=100
    [ "$(counted refused)" -eq 0 ]
}

@test "epoll shares one wait among those that are ready together" {
    day epoll signal=19 come=100 say=64 signal=18 hear
    [ "$(counted turns)" -eq 100 ]
    [ "$(counted rounds)" -le 10 ]
}

@test "epoll pays one call for each client that comes" {
    tallied epoll visits=100
    [ "$(calls epoll_ctl)" -eq 101 ]
}

@test "epoll loses one client that it cannot add" {
    faulty epoll_ctl:3:ENOMEM epoll come=5 try=1000 left=4 ask=64K
    faulty epoll_ctl:3:ENOSPC epoll come=5 try=1000 left=4 ask=64K
}

@test "epoll loses one client for which it cannot wait to write" {
    faulty epoll_ctl:7:ENOMEM,write:3:short=1 epoll \
        come=5 try=1000 left=4 ask=64K
}

@test "epoll does not start without its interest list, and says so" {
    for fault in epoll_create1:1:EMFILE epoll_ctl:1:ENOMEM; do
        run -1 --separate-stderr bounded 5 env FAULTS="$fault" \
            LD_PRELOAD="$BIN/tests/faults.so" "$BIN/echo-epoll" -p 0
        # shellcheck disable=SC2154
        [[ $stderr =~ ^'echo-epoll: epoll'[^$'\n']*$ ]]
    done
}
