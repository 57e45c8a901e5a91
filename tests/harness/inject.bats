#!/usr/bin/env bats
# inject.bats: faults that the observer puts into calls, scripts of one's own,
# and programs that call instead of listening.

bats_require_minimum_version 1.5.0
load ../helper
load ../lib/watch

# lines_with PATTERN: how many lines of $ONE have it.
lines_with() {
    grep -cE "$1" "$ONE" || true
}

# ---- faults ------------------------------------------------------------------

@test "a write that is cut short moves so many bytes, and is marked" {
    can_observe
    watch --messages 4 --inject write:short=7 --json poll >"$ONE"
    [ "$(lines_with '"write", .*"result": 7, .*"injected": true')" -eq 36 ]
    [ "$(lines_with '"write", .*"result": 1, ')" -eq 4 ]
}

@test "what a program passed to a call that was cut short is as before" {
    command -v python3 >/dev/null || skip 'python3 is not here'
    can_observe
    watch --messages 20 --inject write:short=3 --inject read:short=5 \
        --json -- python3 -c '
import os, socket
s = socket.create_server(("127.0.0.1", int(os.environ["PORT"])))
while True:
    c, a = s.accept()
    buffers = [bytearray(6), bytearray(9)]
    while n := c.recvmsg_into(buffers)[0]:
        data = bytes(buffers[0] + buffers[1])[:n]
        while data:
            data = data[c.sendmsg([data[:4], data[4:]]):]' >"$ONE"
    [ "$(lines_with '"recvmsg", .*"result": 5, .*"injected": true')" -ge 20 ]
    [ "$(lines_with '"sendmsg", .*"result": 3, .*"injected": true')" -ge 20 ]
}

@test "the third accept fails, and no other" {
    can_observe
    watch --json --timeline burst --inject accept4:ECONNABORTED@3 poll >"$ONE"
    [ "$(lines_with '"error": "ECONNABORTED"')" -eq 1 ]
    [ "$(lines_with '"accept4", .*"peer_port"')" -eq 6 ]
}

@test "every second wait is interrupted, and the server goes on" {
    can_observe
    watch --messages 50 --inject wait:EINTR@1+2 select poll epoll >"$ONE"
    [ "$(grep -cE 'a fault was put into [0-9]{2} calls' "$ONE")" -eq 3 ]
}

@test "an error for the second client alone spares the first" {
    can_observe
    watch --messages 9 --clients 2 --inject read#2:ECONNRESET@2+ epoll \
        >"$ONE" || [ $? = 1 ]
    grep -q 'client 2 of 2: .* then ' "$ONE"
    grep -q 'a fault was put into 1 call, from start to end$' "$ONE"
}

@test "EAGAIN comes to no call that may sleep, EINTR to none that may not" {
    can_observe
    watch --messages 9 --inject read:EAGAIN blocking >"$ONE"
    watch --messages 9 --inject read:EINTR --inject write:EINTR epoll >>"$ONE"
    run ! grep -q 'a fault' "$ONE"
}

@test "a rule that is not understood is a usage error" {
    local rule
    for rule in foo write:short write:short=0 accept:short=2 read:EFOO \
        read#0:EINTR accept#1:EINTR read:EINTR@0 read:EINTR@1+x; do
        run -2 watch --inject "$rule" epoll
        [[ ${lines[0]} == "muxlab: --inject $rule: "* ]]
    done
    run -2 watch --inject $'\e[1m' epoll
    [[ ${lines[0]} == 'muxlab: --inject �[1m: '* ]]
}

# ---- scripts -----------------------------------------------------------------

@test "a built-in script, printed, is a script of one's own" {
    can_observe
    watch --print-script half-close >"$TWO"
    watch --script "$TWO" poll >"$ONE"
    grep -q "^$TWO: Half-close" "$ONE"
    grep -q '^client 2' "$ONE"
}

@test "a script that is not understood is reported with its line" {
    local script
    for script in 'client send 5' 'client connect, sned 5' 'klient connect' \
        'client connect, pause x' 'client connect, pause' \
        'client connect, close, send 5' 'client connect, connect'; do
        printf '# a remark\n%s\n' "$script" >"$TWO"
        run -2 watch --script "$TWO" epoll
        [[ ${lines[0]} == *"two, line 2: '"* ]]
    done
    : >"$TWO"
    run -2 watch --script "$TWO" epoll
    run -2 watch --script "$TWO.none" epoll
}

@test "a script, and its name, are shown as plain text" {
    printf 'title \33[1m\n\33]0;x\n' >"$TWO"$'\e[1m'
    run -2 watch --script "$TWO"$'\e[1m' epoll
    [[ ${lines[0]} == *"two�[1m, line 2: '�]0;x' is neither"* ]]
    run -2 watch --script $'\e[1m/none' epoll
    [[ ${lines[0]} == 'muxlab: �[1m/none: '* ]]
}

# ---- programs that call ------------------------------------------------------

@test "a program that calls is observed from its connect on" {
    can_observe
    # shellcheck disable=SC2016
    watch --client --lines poll -- bash -c '
        exec 5<>"/dev/tcp/$HOST/$PORT"; echo hello >&5; read -r line <&5
        [ "$line" = hello ]' >"$ONE"
    head -n 1 "$ONE" | grep -qE 'connect\([0-9]+, port [0-9]+\).* = 0$'
    grep -qE 'write\([0-9]+, 6 bytes\).* = 6$' "$ONE"
    grep -qE 'read\([0-9]+\).* "h' "$ONE"
}

@test "a program's calls are summed up; what it prints stays out of JSON" {
    can_observe
    # shellcheck disable=SC2016
    local program=': >/dev/tcp/$HOST/$PORT; echo printed'
    watch --client -- bash -c "$program" >"$ONE"
    grep -q '^printed$' "$ONE"
    grep -qE '^connect +1( |$)' "$ONE"
    watch --client --json -- bash -c "$program" >"$ONE" 2>"$TWO"
    run ! grep -v '^{"muxlab": "watch", ' "$ONE"
    grep -q '^printed$' "$TWO"
}

@test "a program that does not call, fails, or is not there is reported" {
    can_observe
    run -1 watch --client -- true
    [[ $output == *'true did not connect to port '* ]]
    # shellcheck disable=SC2016
    run -1 watch --client -- bash -c ': >/dev/tcp/$HOST/$PORT; exit 7'
    [[ $output == *'exit status 7'* ]]
    run -3 watch --client -- "$BIN/nosuch"
    run -2 watch --client epoll
}
