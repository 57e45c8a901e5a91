#!/usr/bin/env bats
#
# thread.bats: what makes thread itself: no client waits for another, and each
# client costs a stack.

load ../lib/drive

@test "thread makes two calls a message, and none in vain" {
    tallied thread come=1 chat=100 shut
    [ "$(calls read)" -eq 101 ]
    [ "$(calls write)" -eq 100 ]
    [ "$(counted blocked)" -eq 0 ]
}

@test "thread serves others while the first is silent" {
    day thread come=1 come=1 ask=1000 shut group=1 ask=1000
}

@test "thread is one process, and a client costs it 8 KB or more" {
    day thread come=1 mark come=100 ask=10 processes=1 costs=800K
}

@test "thread refuses a client for which there is no thread, and goes on" {
    faulty pthread_create:3:EAGAIN thread \
        come=5 try=1000 left=4 ask=64K come=1 ask=1000
    [ "$(counted refused)" -eq 1 ]
    [ "$(counted clients)" -eq 5 ]
}

@test "thread counts what its threads did, though they end with it" {
    day thread come=3 ask=1000
    [ "$(counted bytes)" -eq 3000 ]
    [ "$(counted turns)" -ge 3 ]
}

# ThreadSanitizer keeps a signal that comes just before accept until accept
# returns, and then nothing ends it: so the server is stopped when it has been
# asleep for a while (busy).
@test "thread's threads have no data race" {
    local here=$BATS_TEST_TMPDIR/echo-thread
    "${CC:-cc}" -D_GNU_SOURCE -g -fsanitize=thread -o "$here" \
        blocking/thread.c common/*.c -pthread 2>/dev/null ||
        skip 'no ThreadSanitizer here'
    TSAN_OPTIONS=exitcode=66 told bounded 60 "$BIN/tests/drive" \
        come=20 ask=64K shut come=20 ask=1000 reset visits=40 busy=100 -- \
        setarch -R "$here" -p '{port}'
}
