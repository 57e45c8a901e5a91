# shellcheck disable=SC2016,SC2154 # inner shells unfold it; stderr
# muxlab check: what it holds of our own servers, and how it speaks. That each
# probe can fail is shown by probes.bats.

bats_require_minimum_version 1.7.0

load ../helper
load ../lib/limits
load ../lib/marked
load ../lib/probes

check() {
    MARK="muxlab-$BATS_ROOT_PID-$BATS_TEST_NUMBER" \
        timeout -k 1 $((60 * SCALE)) "$MUXLAB" check "$@"
}

@test "check says which profile a server passes, and what the next lacks" {
    needs_files 2200
    local all
    all=$(probes_asked 3)
    run -1 check --timeout-scale "$SCALE" select
    [[ $output == *$'\nIt passes as concurrent; as scalable it lacks: '* ]]
    [[ $output == *'1021 to'*'score '* ]]
    [ "${lines[-1]}" = "score $((all - 2))/$all" ]
}

@test "check heads its sheet with the server's name, and what it claims" {
    run -0 check --only 'one byte' --profile scalable epoll
    [ "${lines[0]}" = 'epoll, as scalable' ]
    run -0 check --only 'one byte' mine="'$BIN/echo-poll' -p {port}"
    [ "${lines[0]}" = mine ]
}

@test "check sees what a model does not claim" {
    run -1 check --only 'idle CPU' nonblocking
    run -1 check --only 'stalled peer' --timeout-scale 0.3 blocking
    needs_files 2200
    run -1 check --only 1021 --only 'past 1024' select
    [[ ${lines[-1]} == 'score 0/2' ]]
}

@test "check runs nothing more on a server that never answers" {
    run -1 check --timeout-scale 0.2 -- "$BIN/tests/commands" silent
    [[ $output == *'not run: it has never answered'* ]]
    [[ ${lines[-1]} == "score 0/$(probes_asked 3)" ]]
}

@test "check ends with 3 when the server cannot be started" {
    run -3 check -- sh -c 'echo no socket today >&2; exit 1'
    [ "${#lines[@]}" -eq 1 ] && [[ $output == *'no socket today' ]]
    run -3 check -- /no/such
    [ "$output" = 'muxlab: /no/such: No such file or directory' ]
    run -3 check 127.0.0.1:1
}

@test "check is in haste with a server for which waiting is in vain" {
    run -1 check --timeout-scale 0.1 -- "$BIN/tests/moody" crawls
    local said
    said=$(tr -s ' \n' ' ' <<<"$output")
    [[ $said == *'within 0.5 s is given 0.1 s: waiting was in vain'* ]]
    [[ $output == *' more failed the same way: no answer came in time.'* ]]
    [ "$(grep -c 'again:' <<<"$output")" -lt 20 ]
}

@test "check ends at --deadline with what was found, and a score" {
    run -124 check --deadline 1 -- "$BIN/tests/moody" crawls
    [[ $output == *'not run: time was up'* ]]
    [[ ${lines[-1]} == "score "*"/$(probes_asked 3)" ]]
    command -v python3 >/dev/null || skip 'no python3 here'
    check --deadline 1 --json -- "$BIN/tests/moody" crawls | python3 -c '
import json, sys
answer = json.load(sys.stdin)
assert answer["score"] < answer["of"] == len(answer["probes"])'
}

@test "check skips what its own machine cannot do" {
    run -0 bash -c 'ulimit -n 64; exec "$0" check --only "burst of 500" \
        --only "200 clients" epoll' "$MUXLAB"
    [[ $output == *'skip  200 clients '*'Too many open files'* ]]
    [[ $output == *'skip  burst of 500 '* ]]
}

@test "check shows the line that names the error, uncut" {
    run -3 check -- sh -c 'printf "%s\n" "Traceback:" "OSError: no socket" \
        "-----" "Exception in thread 2" >&2; exit 1'
    [[ $output == *': OSError: no socket' ]]
    run -3 check -- sh -c 'yes sentence | head -n 99 | tr "\n" " " >&2; exit 1'
    [[ $output == *'sentence sentence ...' ]]
}

@test "check ends with 2 and a hint for what it cannot read" {
    for wrong in '' '--profile fast epoll' '--only nonsense epoll' \
        '--reply lower epoll' '--fast epoll' 'epoll poll'; do
        # shellcheck disable=SC2086
        run -2 check $wrong
        [[ ${lines[-1]} == "try 'muxlab check --help'" ]]
    done
    run -2 check --profile fast epoll
    [[ $output == *"'fast': must be one of sequential, concurrent, scalable"* ]]
    run -2 check --only '' epoll
    [ "${lines[0]}" = 'muxlab: --only: a name is missing' ]
}

@test "check shows the steps, what came, its usual cause, how to ask again" {
    run -1 check --timeout-scale 0.3 --only 'odd p' -- \
        "$BIN/tests/wrong" even -p '{port}'
    [[ $output == *' 1. send pieces of odd sizes'* ]]
    [[ $output == *'expected: '*'came:     received 3 of 4 bytes'* ]]
    [[ $output == *'usually:  One recv is taken for one message'* ]]
    [[ $output == *"--only 'odd pieces' --timeout-scale 0.3 -- "* ]]
    [[ $output == *"-- $BIN/tests/wrong even -p '{port}'"* ]]
}

@test "check takes upper case for an answer if told so" {
    upper='exec python3 -c "
import os, socketserver
class H(socketserver.StreamRequestHandler):
    def handle(self):
        while data := self.request.recv(65536):
            self.request.sendall(data.upper())
socketserver.ThreadingTCPServer.allow_reuse_address = True
s = socketserver.ThreadingTCPServer((\"127.0.0.1\", 0), H)
s.serve_forever()"'
    command -v python3 >/dev/null || skip 'no python3 here'
    run -0 check --reply upper --only value --only 'one b' mine="$upper"
    run -1 check --only value mine="$upper"
}

@test "check asks a server that runs already what can be asked of it" {
    muxlab_start epoll
    run -0 check --only 'one byte' --only memory "$HOST:$PORT"
    [[ $output == *'skip  memory'*'it needs a server that we start'* ]]
    [[ ${lines[-1]} == 'score 1/1' ]]
    muxlab_stop && muxlab_silent
}

@test "check asks the same of a server at a Unix-domain socket" {
    run -0 check --timeout-scale "$SCALE" --only 'in mid-write' --only restart \
        --only 'port in use' -- "$BIN/echo-epoll" -b '{path}'
    [[ $output != *' 0 bytes were stuck'* ]]
    [ "${lines[-1]}" = 'score 3/3' ]
    run -1 check --only 'port in use' --timeout-scale 0.2 \
        a="rm -f {path}; exec $BIN/echo-epoll -b {path}"
    [[ $output == *'it has taken the path away from the first'* ]]
}

@test "check asks of a server by UDP what datagrams do" {
    local udp=udp:a="$BIN/tests/datagrams right" all
    all=$(check --list "$udp" | grep -c '^  [13]  ')
    run -0 check --timeout-scale "$SCALE" "$udp"
    [ "${lines[0]}" = 'a, by UDP (not asked: what connections do)' ]
    [ "${lines[-1]}" = "score $all/$all" ] && [ "$all" -ge 11 ]
    run -1 check --timeout-scale 0.2 udp:127.0.0.1:1
    [[ $output == *'then the news that no server'* ]]
    [ "${lines[-1]}" = "score 0/$((all - 1))" ]
    run -2 check --profile robust "$udp"
    [[ $output == *'--profile: not asked of a server by UDP'* ]]
    run -2 check --faults "$udp"
    run -2 check --reply lines "$udp"
    run -2 check --only 'half a line' "$udp"
    run -2 check --only 'a datagram' epoll
}

@test "check --list names every probe, and --json is one object" {
    run -0 check --list
    for name in 'one byte' 'queued clients' 'few descriptors' 'idle CPU'; do
        [[ $output == *"  $name  "* ]]
    done
    command -v python3 >/dev/null || skip 'no python3 here'
    check --json --only 'one byte' epoll | python3 -c '
import json, sys
answer = json.load(sys.stdin)
assert answer["score"] == answer["of"] == 1
assert answer["probes"][0]["verdict"] == "held"'
}

@test "check and watch --json escape the name of a command" {
    local odd=$BATS_TEST_TMPDIR/'a"b\c'
    ln -s "$BIN/echo-epoll" "$odd"
    run -0 check --json --only byte -- "$odd" -p '{port}'
    [[ $output == *'"target": "a\"b\\c"'* ]]
    run timeout 20 "$MUXLAB" watch --json --messages 1 -- "$odd" -p '{port}'
    [ "$status" -ne 3 ] || skip "$output"
    [[ $output == *'"server": "a\"b\\c"'* ]]
}

@test "check names only pages that are there" {
    local page
    for page in "$BATS_TEST_DIRNAME"/../../harness/check/probes_*.c; do
        grep -o '\.see = "[^"]*' "$page" | cut -d'"' -f2
    done | sort -u >"$BATS_TEST_TMPDIR/pages"
    cd "$BATS_TEST_DIRNAME/../.."
    [ -s "$BATS_TEST_TMPDIR/pages" ] && xargs ls <"$BATS_TEST_TMPDIR/pages"
}

# A server in tests/servers, by Python.
python() {
    command -v python3 >/dev/null || skip 'no python3 here'
    target=(-- python3 "$BATS_TEST_DIRNAME/../servers/$1")
}

@test "check passes a runtime that logs each refused client, and rests" {
    python echo_asyncio.py
    run -0 check --timeout-scale "$SCALE" --only 'few descriptors' \
        --only 'asleep when full' "${target[@]}"
}

@test "check asks for sleep when full only where scaling is claimed" {
    python echo_threads.py
    run -0 check --timeout-scale "$SCALE" --profile concurrent \
        --only 'few descriptors' --only 'asleep when full' "${target[@]}"
    run -1 check --timeout-scale "$SCALE" --only 'asleep when full' \
        "${target[@]}"
    [[ $output == *'it is busy: '*' with 0 messages'* ]]
}

@test "check bears a virtual machine that has few descriptors" {
    command -v javac >/dev/null || skip 'no javac here'
    javac -d "$BATS_TEST_TMPDIR" \
        "$BATS_TEST_DIRNAME/../servers/EchoThreads.java"
    run -0 check --timeout-scale "$SCALE" --only 'few descriptors' \
        --only 'asleep when full' -- \
        java -cp "$BATS_TEST_TMPDIR" EchoThreads
}

# Its threads, memory and descriptors are more than the server's own. All of
# check takes 40 s: these are the probes that it makes hardest.
@test "check sees through valgrind to the server that it runs" {
    command -v valgrind >/dev/null || skip 'no valgrind here'
    [[ $BIN != */asan ]] || skip 'valgrind runs no server built with ASan'
    run -0 check --timeout-scale "$SCALE" --only memory \
        --only 'few descriptors' --only 'processes and threads' \
        --only 'idle CPU' --only asleep -- \
        valgrind -q "$BIN/echo-epoll" -p '{port}'
    [ "${lines[-1]}" = 'score 7/7' ]
}

@test "check bears a server that starts its helpers late" {
    run -0 check --only churn -- sh -c '"$0" -v -p "$PORT" 2>&1 >/dev/null | {
        read -r first; read -r second           # the count is taken between
        for i in 1 2 3 4 5 6 7 8; do timeout 60 tail -f /dev/null & done
        cat >/dev/null; }' "$BIN/echo-epoll"
}

@test "check judges a daemon, and not the process that launched it" {
    run -0 check --timeout-scale "$SCALE" --only 'port in use' \
        --only restart -- "$BIN/tests/daemon"
    [[ $output == *'port in use '*'exit status 1, and a line'* ]]
}

@test "check says that two share a port" {
    run -1 check --timeout-scale 0.2 --only 'port in use' -- \
        "$BIN/tests/wrong" shares -p '{port}'
    [[ $output == *'two share the port: SO_REUSEPORT is set'* ]]
}

# ---- some at the same time ---------------------------------------------------

# four ANSWER: puts four probes to servers of which one may run at a time. The
# others run ANSWER, and leave the file `beside`. The third begins first of
# those that run at the same time, and waits until the other has the lock.
four() {
    cd "$BATS_TEST_TMPDIR" || return
    cat >server <<EOF
echo >>begun
[ \$(wc -l <begun) -ne 3 ] || until [ \$(wc -l <locked) -eq 3 ]; do :; done
exec 9>lock
flock -n 9 && echo >>locked || { touch beside; $1; }
exec "$BIN/echo-epoll" -p "\$PORT"
EOF
    run -0 check --only 'one byte' --only dribble --only threads \
        --only 'vanishing, output pending' -- sh server
    [ -e beside ]
    none_left
}

@test "check puts some probes at the same time, and reports in order" {
    four :
    [[ $output == *' one byte '*' dribble '*' vanishing, '*' and threads '* ]]
}

@test "check puts them one by one where two servers cannot run" {
    four 'echo the lock is taken >&2; exit 1'
}

@test "check asks again, alone, what failed for want of an answer" {
    four "exec '$BIN/tests/commands' silent"
}

# The third server, or one that begins with it, answers nothing. Its probe has
# failed before the other two end, and one more is due then.
@test "check begins no other probe beside one that is asked again" {
    cd "$BATS_TEST_TMPDIR"
    cat >server <<EOF
exec 9>lock
flock -n 9 && echo alone >>begun || echo beside >>begun
[ \$(wc -l <begun) -lt 3 ] || ! mkdir silent 2>/dev/null ||
    exec "$BIN/tests/commands" silent
exec "$BIN/echo-epoll" -p "\$PORT"
EOF
    run -0 check --timeout-scale 0.3 --only 'one byte' --only dribble \
        --only 'stalled peer' --only asleep -- sh server
    [ "$(wc -l <begun)" -ge 7 ]
    [ "$(tail -n 1 begun)" = alone ]
}

@test "check copies with --log what each server wrote, in order" {
    local words='echo "up with $PORT" >&2; exec "$0" -p "$PORT"'
    run -0 --separate-stderr check --log --only 'one byte' --only dribble \
        --only threads --only 'vanishing, output pending' \
        -- sh -c "$words" "$BIN/echo-epoll"
    [ "$(grep -c '^up with' <<<"$stderr")" -eq 4 ]
}

@test "check prints nothing of a server that never starts" {
    for form in text json; do
        run -3 --separate-stderr check --format "$form" --profile sequential \
            --only 'stalled peer' --only 'quiet time' -- false
        [ -z "$output" ]
        [[ $stderr == *'false: ended with exit status 1 before it listened' ]]
    done
}

# Its parent is the supervisor; the guardian's is the process that asks.
@test "check gives no point to a server that kills what asks it" {
    cd "$BATS_TEST_TMPDIR"
    cat >server <<'EOF'
parent() { read -r _ _ _ parent _ </proc/$1/stat && echo $parent; }
setsid timeout 60 tail -f /dev/null &
kill -9 $(parent $(parent $PPID))
timeout 60 tail -f /dev/null
EOF
    run -1 check --only 'one byte' --only dribble -- sh server
    [ "$(grep -c 'not run: the process that put it was killed' \
        <<<"$output")" -eq 2 ]
    [ "${lines[-1]}" = 'score 0/2' ]
    none_left
}
