#!/usr/bin/env bats
#
# edge.bats: what makes edge itself: it is told once, and so goes on with each
# client until a call would block.

load ../lib/drive

@test "edge tells the kernel once what it waits for, whatever comes" {
    tallied edge come=1 chat=100 stuff=32M hear shut
    [ "$(calls epoll_ctl)" -eq 2 ]
}

@test "edge ends each turn with a call that would have blocked" {
    day edge signal=19 come=100 say=64 signal=18 hear
    [ "$(counted turns)" -eq 100 ]
    [ "$(counted blocked)" -ge 100 ]
    day epoll signal=19 come=100 say=64 signal=18 hear
    [ "$(counted blocked)" -lt 100 ]
}

@test "edge without its loop leaves a client with its second buffer unread" {
    local here=$BATS_TEST_TMPDIR
    sed 's/MAX_TURNS = [0-9]*/MAX_TURNS = 1/; s/more\[tail++.*/;/
        s,"\.\./,"./,' \
        epoll/edge.c >"$here/edge.c"
    cp -r common "$here"
    "${CC:-cc}" -D_GNU_SOURCE -o "$here/echo-edge" "$here/edge.c" common/*.c
    run -1 bounded 20 "$MUXLAB" check --timeout-scale 0.2 --only '64 MiB' -- \
        "$here/echo-edge" -p '{port}'
    [[ $output == *FAIL* ]]
}

@test "edge serves others while one sends without end" {
    told bounded 20 "$MUXLAB" check --only 'flood beside' edge
}

@test "edge refuses a client for which the kernel's list has no room" {
    faulty epoll_ctl:3:ENOSPC edge come=5 try=1000 left=4 ask=64K
    [ "$(counted refused)" -eq 1 ]
}

@test "edge forgets no client when it is out of descriptors" {
    day_with 'ulimit -n 32' edge come=100 try=100 ask=1000 leave come=20 ask=100
}
