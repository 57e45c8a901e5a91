#!/usr/bin/env bats
#
# idle_cpu.bats: silence, measured over a window of time: a server that has
# nothing to do sleeps. The window stands still while it waits for a CPU: what
# runs beside it changes nothing.

# shellcheck disable=SC2154 # models
load ../lib/drive
load ../lib/models

# Each of these models, and the steps: for_each 'MODEL...' STEP...
for_each() {
    local model
    for model in $1; do
        day "$model" "${@:2}"
    done
}

@test "a server that waits for clients to come, or to speak, sleeps" {
    for_each 'blocking fork thread prefork signal select poll epoll edge' \
        busy=1 come=100 busy=1
}

@test "uring sleeps when no client speaks, and when none reads" {
    needs_uring
    day uring busy=1 come=100 busy=1 come=1 stuff=64M busy=1
}

@test "nonblocking is busy while no client speaks" {
    run -1 bounded 60 "$BIN/tests/drive" come=100 busy=10 -- \
        "$BIN/echo-nonblocking" -p '{port}'
    [[ $output =~ 'busy '[0-9]+' % of the time' ]]
}

@test "a server that waits for a client to read sleeps" {
    for_each 'blocking fork thread prefork signal select poll epoll edge' \
        come=1 stuff=64M busy=1
}

@test "a server that all clients have left sleeps" {
    for_each 'fork thread signal select poll epoll edge' \
        come=10 ask=100 leave come=10 reset busy=1
}

@test "a server that refused those past its descriptors sleeps" {
    local model
    for model in signal select poll epoll edge; do
        day_with 'ulimit -n 32' $model come=100 busy=2 try=100 busy=2
    done
}

@test "a server that cannot accept rests between its attempts" {
    local model
    for model in "${models[@]}"; do
        faulty 'accept4:*:ENFILE' "$model" come=1 busy=10
        faulty 'accept4:*:EMFILE,open@listen:*:EMFILE' "$model" come=1 busy=10
    done
}
