#!/usr/bin/env bats
# watch.bats: the observer, the ledger and the pictures: what they count, what
# they show, and that an observed server notices nothing.

# shellcheck disable=SC2154 # models
bats_require_minimum_version 1.5.0
load ../helper
load ../lib/models

setup() {
    ONE=$BATS_TEST_TMPDIR/one TWO=$BATS_TEST_TMPDIR/two
    SVG=$BATS_TEST_TMPDIR/picture.svg
    USEFUL=
    export LC_ALL=C NO_COLOR=1 LSAN_OPTIONS=detect_leaks=0
}

watch() {
    timeout -k 1 60 "$MUXLAB" watch --timeout-scale "${SCALE:-1}" "$@"
}

# can_observe: or the test is skipped, saying why.
can_observe() {
    if ! watch --messages 1 epoll >/dev/null 2>"$ONE" &&
        grep -qE 'ptrace is not allowed|cannot be observed' "$ONE"; then
        skip "$(tail -n 1 "$ONE")"
    fi
}

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

@test "nonblocking moves the same messages, asks in vain, and never sleeps" {
    ledger nonblocking blocking
    [ "$(row write)" = '1000 1000' ]
    [ "$(row 'bytes moved')" = '128000 128000' ]
    [ "$(row '  in vain' | wc -l)" -ge 1 ]
    ledger nonblocking
    awk '$1 ~ /^(read|write|accept4)$/ && $5 ~ /\./ && NF == 6 { exit 1 }' \
        "$ONE"
}

# times_in_vain: how many calls in vain there are in the JSON in $ONE.
times_in_vain() {
    awk 'match($0, /"times": [0-9]+/) && /"vain": true/ {
        sum += substr($0, RSTART + 9, RLENGTH - 9) }
        END { print sum + 0 }' "$ONE"
}

@test "calls in vain are counted as often as nonblocking itself counts them" {
    can_observe
    watch --timeline three-clients --json \
        w="exec $BIN/echo-nonblocking -p {port} >$TWO" >"$ONE"
    [[ $(<"$TWO") =~ blocked\ ([0-9]+) ]]
    [ "$(times_in_vain)" = "${BASH_REMATCH[1]}" ]
}

@test "several clients in turn are answered by all but blocking" {
    can_observe
    watch --clients 5 --messages 50 nonblocking select poll epoll >"$ONE"
    run -1 watch --clients 2 --messages 4 blocking
    [[ $output == *'client 2 of 2'* ]]
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
           limit = $1 ~ /^(accept4?|pselect6|poll|epoll_wait|read|close)$/
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

@test "a server that fails under observation is told of, with its status" {
    can_observe
    run -1 watch w="$BIN/tests/moody dies"
    [[ $output == *'exit status 3'* ]]
    run -3 watch w='exit 7'
    [[ $output == *'exit status 7'* ]]
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
    command -v strace >/dev/null || skip 'strace is not here'
    run -3 timeout 20 strace -f -o /dev/null "$MUXLAB" watch epoll
    [[ $output == *'SYS_PTRACE'* ]]
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
    [[ $output == *"'nosuch' is none of three-clients, silent-first, "* ]]
    run -2 watch --svg "$SVG" epoll
}

# ---- pictures ----------------------------------------------------------------

# lane MODEL LABEL: what that lane shows, from the labels' end on.
lane() {
    awk -v model="$1" -v label="$2" '
        /^[a-z]+  \(/ { here = $1 == model }
        here && index($0, label) == 1 { print substr($0, 11) }' "$ONE"
}

# ends LANE: the column where it ends.
ends() {
    local lane=$1
    printf '%s\n' "${#lane}"
}

@test "blocking's second client waits until the first has left" {
    local before
    can_observe
    watch --timeline three-clients blocking >"$ONE"
    before=$(lane blocking 'client 2')
    before=${before%%o*}
    [[ $before == *'waits'* ]]
    [ "${#before}" -ge "$(($(ends "$(lane blocking 'client 1')") - 2))" ]
}

@test "blocking sleeps in read, for one client alone" {
    can_observe
    COLUMNS=200 watch --timeline silent-first blocking >"$ONE"
    [[ $(lane blocking server) == *'only client 1'* ]]
}

@test "nonblocking asks in vain hundreds of times, and does not sleep" {
    can_observe
    watch --timeline three-clients nonblocking >"$ONE"
    run ! grep -q asleep "$ONE"
    watch --timeline three-clients --json nonblocking >"$ONE"
    run ! grep -q '"begin_ns": [0-9].*"slept": true' "$ONE"
    [ "$(times_in_vain)" -ge 500 ]
}

@test "epoll sleeps in one call only" {
    can_observe
    watch --timeline three-clients --json epoll >"$ONE"
    run ! grep -q '"call": "[^"]*[^t]", .*_ns": [0-9].*"slept": true' "$ONE"
    grep -q '"call": "epoll_wait", .*_ns": [0-9].*"slept": true' "$ONE"
}

@test "every script is played to its end" {
    local script
    can_observe
    for script in three-clients silent-first half-close slow-reader reset \
        burst; do
        watch --timeline "$script" blocking poll >"$ONE"
        grep -q '^client 2' "$ONE"
    done
}

@test "a picture in a terminal is ASCII where the terminal is, 80 wide" {
    can_observe
    COLUMNS=80 watch --timeline burst poll >"$ONE"
    run ! grep -q '[^ -~]' "$ONE"
    awk 'length > 80 { exit 1 }' "$ONE"
    LC_ALL=C.UTF-8 watch --timeline burst poll >"$TWO"
    grep -q '[^ -~]' "$TWO"
}

@test "the slide is sound, small, and names all that it shows" {
    local name
    can_observe
    watch --timeline three-clients --svg "$SVG" "${models[@]}"
    run -0 awk -f "$BATS_TEST_DIRNAME/../lib/svg.awk" "$SVG"
    [ "$(wc -c <"$SVG")" -lt 60000 ]
    for name in "${models[@]}" 'client 1' 'client 2' 'client 3'; do
        grep -q ">$name</text>" "$SVG"
    done
    grep -q '<title>' "$SVG"
    grep -q '<desc>' "$SVG"
}

@test "what the slide remarks on a server has the server's colour" {
    can_observe
    watch --timeline three-clients --svg "$SVG" blocking epoll
    # Which remarks there are, and room for them, is a matter of time.
    run ! grep -qE '<text [xy][^>]*>(asleep in|never sl|all done|every cl)' \
        "$SVG"
}

@test "the slide escapes a name, and shows it" {
    can_observe
    ln -s "$BIN/echo-epoll" "$BATS_TEST_TMPDIR/<&>"
    watch --timeline burst --svg "$SVG" -- "$BATS_TEST_TMPDIR/<&>" -p '{port}'
    run -0 awk -f "$BATS_TEST_DIRNAME/../lib/svg.awk" "$SVG"
    grep -q 'class="name n0">&lt;&amp;&gt;</text>' "$SVG"
    grep -q '<title>&lt;&amp;&gt;: ' "$SVG"
}

@test "a slide that is not sound is found out" {
    local head='<svg viewBox="0 0 1280 720"><g>'
    printf '%s<rect x="1270" y="1" width="20" height="9"/></g></svg>' \
        "$head" >"$SVG"
    run ! awk -f "$BATS_TEST_DIRNAME/../lib/svg.awk" "$SVG"
    printf '%s</svg>' "$head" >"$SVG"
    run ! awk -f "$BATS_TEST_DIRNAME/../lib/svg.awk" "$SVG"
    { printf '%s' "$head"
      printf '<rect x="9" y="1" width="9" height="9"/>%.0s' {1..12}
      printf '</g></svg>'; } >"$SVG"
    run -1 awk -f "$BATS_TEST_DIRNAME/../lib/svg.awk" "$SVG"
    [[ $output == *overlaps* ]]
}

@test "a browser shows the slide" {
    command -v chromium >/dev/null || skip 'chromium is not here'
    can_observe
    watch --timeline three-clients --svg "$SVG" blocking epoll
    run -0 timeout -k 1 60 chromium --headless --no-sandbox --disable-gpu \
        --user-data-dir="$BATS_TEST_TMPDIR/chromium" --window-size=1280,720 \
        --screenshot="$ONE.png" "file://$SVG"
    [ "$(wc -c <"$ONE.png")" -gt 20000 ]
}

@test "a line says what a call did, in words" {
    can_observe
    watch --lines --timeline burst epoll >"$ONE"
    grep -q 'epoll_wait.* ready' "$ONE"
    grep -q 'read([0-9]*) = 5 .*client 6' "$ONE"
    grep -q 'write([0-9]*, 5 bytes) = 5  client 1' "$ONE"
    watch --lines --timeline half-close epoll >"$ONE"
    grep -q 'read([0-9]*) = 0 (end of file)' "$ONE"
}
