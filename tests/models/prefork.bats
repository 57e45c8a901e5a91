#!/usr/bin/env bats
#
# prefork.bats: what makes prefork itself: eight clients at once, and the ninth
# waits.

load ../lib/drive

@test "prefork makes two calls a message, and none in vain" {
    tallied prefork come=1 chat=100 shut
    [ "$(calls read)" -eq 101 ]
    [ "$(calls write)" -eq 100 ]
    [ "$(counted blocked)" -eq 0 ]
}

@test "prefork leaves the ninth client waiting until one of eight leaves" {
    day prefork come=1 ask=10 come=7 ask=10 come=1 say=100 unheard \
        group=2 ask=1000 group=3 unheard group=1 shut group=3 hear shut
}

@test "prefork is eight processes, and never more" {
    day prefork processes=8 come=8 ask=10 processes=8 come=20 processes=8 leave
}

@test "prefork ends with a line when it cannot fork" {
    run -1 --separate-stderr bounded 5 env LD_PRELOAD="$BIN/tests/faults.so" \
        FAULTS=fork:3:EAGAIN "$BIN/echo-prefork" -p 0
    # shellcheck disable=SC2154
    [ "$stderr" = 'echo-prefork: fork: Resource temporarily unavailable' ]
}

@test "a process of prefork that is stopped does not stop the others" {
    muxlab_start prefork
    read -ra children <"/proc/$PID/task/$PID/children" ||
        skip 'this kernel does not list children'
    kill "${children[0]}"
    for ((i = 0; i < 20; i++)); do
        run -0 bounded 10 "$MUXLAB" talk -m hello "$HOST:$PORT"
        [ "$output" = hello ]
    done
    muxlab_stop && muxlab_silent
}

@test "prefork's processes end when the first is killed, at any instant" {
    local out
    for _ in {1..20}; do
        exec {out}< <(exec "$BIN/echo-prefork" -p 0 3>&- 4>&-)
        read -r _ <&"$out"
        kill -s KILL $!
        bounded 10 cat <&"$out"         # to end of file: none is left
        exec {out}<&-
    done
}
