#!/usr/bin/env bats
# watch.bats: the observer and the ledger: what they count, and that an observed
# server notices nothing.

bats_require_minimum_version 1.5.0
load ../helper
load ../lib/watch

# row LABEL: the figures in that row of the ledger, without commas.
row() {
    awk -v label="$1" 'index($0, label) == 1 {
        $0 = substr($0, 19); gsub(",", ""); $1 = $1; print }' "$ONE"
}

# The table of a run of 1,000 messages.
ledger() {
    can_observe
    watch "$@" >"$ONE"
}

# ---- counts ------------------------------------------------------------------

@test "blocking makes two calls a message, select, poll and epoll three" {
    ledger blocking select poll epoll
    [ "$(row 'calls a message')" = '2.00 3.00 3.00 3.00' ]
    [ "$(row read)" = '1000 1000 1000 1000' ]
    [ "$(row write)" = '1000 1000 1000 1000' ]
}

@test "a sleeping model waits once a message, and once for the client" {
    ledger select poll epoll
    [ "$(row pselect6)$(row select)" = 1001 ]
    [ "$(row poll)" = 1001 ]
    [ "$(row epoll_wait)" = 1001 ]
    [ "$(row epoll_ctl)" = 1 ]
}

@test "what a server does before it waits for clients is not counted" {
    can_observe
    run -0 watch --messages 5 late="$BIN/echo-epoll -p {port} &
        i=0; while [ \$i -lt 1000 ]; do echo \$((i += 1)); done; wait"
    [[ $output =~ write\ +5\  ]]
}

@test "nonblocking moves the same messages, asks in vain, and never sleeps" {
    ledger nonblocking blocking
    [ "$(row write)" = '1000 1000' ]
    [ "$(row 'bytes moved')" = '128000 128000' ]
    [ "$(row '  in vain' | wc -l)" -ge 1 ]
    ledger nonblocking
    awk '$1 ~ /^(read|write|accept4)$/ && $5 ~ /\./ && NF == 6 { exit 1 }' \
        "$ONE"
}

@test "calls in vain are counted as often as nonblocking itself counts them" {
    can_observe
    watch --timeline three-clients --json \
        w="exec $BIN/echo-nonblocking -p {port} >$TWO" >"$ONE"
    [[ $(<"$TWO") =~ blocked\ ([0-9]+) ]]
    [ "$(times_in_vain)" = "${BASH_REMATCH[1]}" ]
}

@test "a server of datagrams makes two calls a message, for any client" {
    can_observe
    run -0 watch --messages 100 --clients 10 udp:a="$BIN/tests/datagrams right"
    [[ $output =~ recvfrom\ +100\ +6,400 ]] && [[ $output =~ sendto\ +100\  ]]
    run -1 watch --messages 5 udp:a="$BIN/tests/datagrams drops"
    [[ $output == *'received 128 of 192 bytes, then nothing for the time'* ]]
}

@test "several clients in turn are answered by all but blocking" {
    can_observe
    watch --clients 5 --messages 50 nonblocking select poll epoll >"$ONE"
    run -1 watch --clients 2 --messages 4 blocking
    [[ $output == *'client 2 of 2'* ]]
}

@test "where an answer is missing, the call that the server is in is a row" {
    local stuck="s=exec $BIN/tests/hangs-up not"
    can_observe
    watch --messages 3 "$stuck" >"$ONE" || [ $? = 1 ]
    grep -qE '^accept +1 .* 1.00$' "$ONE"
    grep -qE '^accept +under way +[0-9]{4,}\.[0-9]$' "$ONE"
    watch --messages 3 "$stuck" epoll >"$ONE" || [ $? = 1 ]
    grep -qE '^in accept, ms +[0-9]{4,}\.[0-9]$' "$ONE"
    watch --messages 3 epoll >"$ONE"
    run ! grep -q 'under way' "$ONE"
}

# ---- the second witness ------------------------------------------------------

# calls: each call and how many, of the whole run in JSON on stdin. With USEFUL
# set, those that failed are not counted.
calls() {
    awk -v useful="$USEFUL" '{
        match($0, /"call": "[a-z0-9_]*/)
        call = substr($0, RSTART + 9, RLENGTH - 9)
        match($0, /"times": [0-9]*/)
        times = substr($0, RSTART + 9, RLENGTH - 9)
        if (call !~ /^exit/ && !(useful && /"error"/))
            sum[call] += times
    } END { for (call in sum) print call, sum[call] }' | sort
}

# The same, of those in $ONE, from what strace -c wrote.
strace_calls() {
    awk -v useful="$USEFUL" -v ours="$ONE" '
        BEGIN { while ((getline < ours) > 0) known[$1] }
        $1 ~ /^[0-9.]+$/ && $NF in known {
            n = $4 - (useful && NF == 6 ? $5 : 0)
            if (n > 0)
                print $NF, n
        }' | sort
}

# Equal, call for call; but in one run the stop may come with the client's end
# of file, or before it is read, and in the other after: one wait (for blocking
# that is accept), read or close more or less.
equal() {
    awk 'NR == FNR { n[$1] = $2; next }
         { off = n[$1] - $2; delete n[$1]
           limit = $1 ~ /^(accept4?|pselect6|poll|epoll_wait|read|close)$/ \
                 || $1 ~ /^(rt_sigprocmask|madvise|exit)$/
           if (off * off > limit) { print $1, "off by", off; bad = 1 } }
         END { for (call in n) { print call, "in one only"; bad = 1 }
               exit bad || !FNR }' "$@"
}

# same_as_strace COMMAND ARG...: observes a whole run, and lets strace count
# another in which a client does the same.
same_as_strace() {
    command -v strace >/dev/null || skip 'strace is not here'
    can_observe
    watch --messages 300 --json -- "$@" >"$ONE.json"
    calls <"$ONE.json" >"$ONE"
    # shellcheck disable=SC2016
    "$MUXLAB" with s="exec strace -I4 -f -c -o $TWO.strace $*" -- bash -c '
        exec 5<>"/dev/tcp/$HOST/$PORT"
        for i in {1..300}; do
            printf "%063d\n" "$i" >&5
            read -r line <&5 && [ "$line" = "$(printf "%063d" "$i")" ] || exit
        done'
    strace_calls <"$TWO.strace" >"$TWO"
    equal "$ONE" "$TWO"
}

@test "strace counts the same for blocking" {
    same_as_strace "$BIN/echo-blocking" -p '{port}'
}

@test "strace counts the same for nonblocking, what is in vain apart" {
    USEFUL=1 same_as_strace "$BIN/echo-nonblocking" -p '{port}'
}

@test "strace counts the same for select" {
    same_as_strace "$BIN/echo-select" -p '{port}'
}

@test "strace counts the same for poll" {
    same_as_strace "$BIN/echo-poll" -p '{port}'
}

@test "strace counts the same for epoll" {
    same_as_strace "$BIN/echo-epoll" -p '{port}'
}

@test "strace counts the same for a server with threads" {
    same_as_strace "$BIN/tests/threaded"
}

@test "strace counts the same for a server that forks" {
    same_as_strace "$BIN/tests/forking"
}

# ---- any server, and how it ends ---------------------------------------------

@test "a threaded and a forking server are followed into each client's task" {
    can_observe
    watch --clients 20 --messages 100 t="$BIN/tests/threaded" \
        f="$BIN/tests/forking" >"$ONE"
    [ "$(row accept)" = '20 20' ]
    [ "$(row read)" = '100 100' ]
}

@test "a python3 server is observed as it stands" {
    command -v python3 >/dev/null || skip 'python3 is not here'
    can_observe
    watch --messages 20 -- python3 -c '
import os, socket
s = socket.create_server(("127.0.0.1", int(os.environ["PORT"])))
while True:
    c, a = s.accept()
    while d := c.recv(4096):
        c.sendall(d)' >"$ONE"
    [[ $(row recvfrom) == 20\ * ]]
    [[ $(row sendto) == 20\ * ]]
}

@test "waiting for a signal or a child, and fcntl, are seen and told apart" {
    command -v python3 >/dev/null || skip 'python3 is not here'
    can_observe
    watch --json --timeline burst -- python3 -c '
import os, signal, socket
s = socket.create_server(("127.0.0.1", int(os.environ["PORT"])))
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])
signal.sigtimedwait([signal.SIGUSR1], 0)
os.set_blocking(s.fileno(), True)
if os.fork() == 0:
    signal.sigtimedwait([signal.SIGUSR1], 0.05)
    os._exit(0)
os.wait()
while True:
    c, a = s.accept()
    while d := c.recv(4096):
        c.sendall(d)
    c.close()' >"$ONE"
    grep -q '"rt_sigtimedwait", .*"EAGAIN", .*"vain": true' "$ONE"
    grep -q '"rt_sigtimedwait", .*"EAGAIN", .*"slept": true' "$ONE"
    grep -q '"wait4", .*"slept": true' "$ONE"
    grep -qE '"call": "(fcntl|rt_sigprocmask)"' "$ONE"
}

@test "a server that fails under observation is reported, with its status" {
    can_observe
    run -1 watch w="$BIN/tests/moody dies"
    [[ $output == *'exit status 3'* ]]
    run -3 watch w='exit 7'
    [[ $output == *'exit status 7'* ]]
}

@test "a server that takes long for every message is not waited for" {
    can_observe
    SCALE=0.5 run -1 watch --messages 40 faulty:delay=100 blocking
    [[ $output == *' of 40 messages were answered within 2 s'* ]]
    [[ $output == *' 40 '* ]]
}

@test "a server that ignores SIGTERM is ended, and counted" {
    can_observe
    run -0 watch --messages 20 w="trap '' TERM; $BIN/tests/threaded"
    [[ $output == *'read '*' 20 '* ]]
}

@test "an observed server stops and goes on as any other" {
    can_observe
    watch --json --timeline half-close w="exec $BIN/tests/moody pauses" \
        >"$ONE"
    grep -q '"call": "poll", .*"result": 1, .*"slept": true' "$ONE"
    run ! grep -E '"(restart_syscall|EINTR)"' "$ONE"
}

# none_left PATTERN: soon no process has it in its command line.
none_left() {
    local tries=100
    while pgrep -f "$1" >/dev/null && [ $((tries -= 1)) -gt 0 ]; do
        sleep 0.05
    done
    [ "$tries" -gt 0 ]
}

@test "killing muxlab leaves no observed server behind" {
    can_observe
    cp "$BIN/echo-epoll" "$BATS_TEST_TMPDIR/specimen-$$"
    run timeout -s KILL "$((2 * ${SCALE:-1}))" "$MUXLAB" watch --lines \
        w="$BATS_TEST_TMPDIR/specimen-$$ -p {port}"
    [[ $output == *listens* ]]
    none_left "specimen-$$ -p"
}

@test "where ptrace is refused, a sentence says what to do" {
    export LD_PRELOAD="$BIN/tests/faults.so"
    run -3 env FAULTS='ptrace:1:EPERM' timeout 20 "$MUXLAB" watch epoll
    [[ $output == *'SYS_PTRACE'* ]]
    run -3 env FAULTS='ptrace:3-:EIO' timeout 8 "$MUXLAB" watch epoll
    [[ $output == *'cannot be observed here: that takes '* ]]
}

@test "a server that runs already cannot be observed, and is not" {
    run -3 watch 127.0.0.1:9
    [[ $output == *'runs already'* ]]
}

@test "what is not understood is a usage error" {
    run -2 watch
    run -2 watch --messages 0 epoll
    run -2 watch --clients x epoll
    run -2 watch --timeline nosuch epoll
    [[ $output == *"'nosuch': must be one of three-clients, silent-first, "* ]]
    run -2 watch --svg "$SVG" epoll
}
