#!/usr/bin/env bats
# faults.bats: muxlab check --faults: a server that bears every failing call
# passes, and each probe has been seen to fail.

# shellcheck disable=SC2154 # models
bats_require_minimum_version 1.7.0
load ../helper
load ../lib/models
load ../lib/watch

FAULTS=('short writes' 'one-byte reads' 'interrupted calls' 'nothing ready'
    'failing accept' 'no descriptors' 'failing clients' 'faults among many')

# faults SCALE TARGET...: these probes (`only`), or all of this rung.
faults() {
    local name scale=$1 options=()
    shift
    for name in "${only[@]:-${FAULTS[@]}}"; do
        options+=(--only "$name")
    done
    timeout -k 1 60 "$MUXLAB" check --faults --timeout-scale "$scale" \
        "${options[@]}" "$@"
}

# brittle WAY PROBE...: it fails these. (That it passes the others is what
# `brittle right` is for.)
brittle() {
    local way=$1 only=("${@:2}")
    can_observe
    run -1 faults 0.2 b="$BIN/tests/brittle $way"
    [[ ${lines[-1]} == "score 0/${#only[@]}" ]]
}

@test "a server that is not brittle passes" {
    can_observe
    run -0 faults "${SCALE:-1}" b="$BIN/tests/brittle right"
    [[ $output == *'faults 8/8'* ]]
}

@test "each model passes at the height that it claims" {
    local model
    can_observe
    for model in "${models[@]}"; do
        run -0 faults "${SCALE:-1}" --profile "${profile_of[$model]}" "$model"
        [[ $output == *'faults '[5-8]/* ]]
    done
}

@test "short writes find a server that does not send the rest" {
    brittle short 'short writes' 'faults among many'
}

@test "one-byte reads find a server that wants more at once" {
    brittle byte 'one-byte reads'
}

@test "EINTR finds a server that takes it for an error" {
    brittle eintr 'interrupted calls' 'faults among many'
}

@test "EAGAIN after readiness finds a server that takes it for the end" {
    brittle eagain 'nothing ready'
}

@test "a failing accept finds a server that it ends" {
    brittle accept 'failing accept' 'no descriptors'
}

@test "EMFILE for ever finds a server that spins" {
    brittle emfile 'no descriptors'
}

@test "failing clients find a server that they end" {
    brittle fragile 'failing clients' 'faults among many'
}

@test "faults among many find a server that mixes up its clients" {
    brittle mixes 'faults among many'
}

@test "the faults are put only when they are asked for" {
    can_observe
    run -0 "$MUXLAB" check --list
    [[ $output != *'short writes'* ]]
    run -0 "$MUXLAB" check --faults --list
    [[ $output == *'short writes'* ]]
    run -0 "$MUXLAB" check --only 'short writes' epoll
    [[ $output == *'faults 1/1'* ]]
}
