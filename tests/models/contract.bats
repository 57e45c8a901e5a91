#!/usr/bin/env bats
#
# contract.bats: what all our servers do, the further ones, too.
# MODEL says which one is asked; one that claims to be sequential, as blocking
# does, is not asked what takes many clients at a time.
#
# shellcheck disable=SC2016,SC2030,SC2031,SC2153,SC2154

load ../lib/drive
load ../lib/models
load ../lib/probes
: "${MODEL:=epoll}"
PROFILE=${profile_of[$MODEL]}

setup() {
    [ "$MODEL" != uring ] || needs_uring
}

# Skips what a server that serves few clients at a time, or one, cannot do.
concurrent() {
    [ "$PROFILE" != sequential ] || skip "$MODEL serves few clients at a time"
}

# Skips what takes thousands of processes or threads.
light() {
    case $MODEL in
    fork | thread) skip "$MODEL starts one for each client";;
    esac
}

# Skips what weighs memory, where a sanitizer remembers every thread.
forgets_threads() {
    [ "$MODEL" != thread ] || [ "$SCALE" = 1 ] ||
        skip 'a sanitizer remembers every thread'
}

# refuses_usage MESSAGE ARG...: status 2, and two lines on stderr.
refuses_usage() {
    run -2 --separate-stderr bounded 5 "$BIN/echo-$MODEL" "${@:2}"
    [ -z "$output" ]
    [ "$stderr" = "echo-$MODEL: $1"$'\n'"try 'echo-$MODEL --help'" ]
}

# at_door: starts it in a folder of its own, on the path ./door. Its process is
# `pid`, the first that it says is `first`, and the rest can be read from `out`.
at_door() {
    cd "$BATS_TEST_TMPDIR" || return
    exec {out}< <(exec timeout 20 sh -c 'echo $$; exec "$0" -b ./door 2>&1' \
        "$BIN/echo-$MODEL" 3>&- 4>&-)
    timeout=$!
    read -r pid <&"$out"
    read -r first <&"$out"
}

# not_at PATH REASON: status 1, and one line on stderr.
not_at() {
    run -1 --separate-stderr bounded 5 "$BIN/echo-$MODEL" -b "$1"
    [ -z "$output" ]
    [ "$stderr" = "echo-$MODEL: $1: $2" ]
}

# ---- how it starts ---------------------------------------------------------

@test "$MODEL explains itself with --help, on stdout" {
    run -0 --separate-stderr bounded 5 "$BIN/echo-$MODEL" --help
    [ "${lines[0]}" = "usage: echo-$MODEL [-b ADDR] [-p PORT] [-v]" ]
    [[ $output == *127.0.0.1*50007* ]]
    [ -z "$stderr" ]
}

@test "$MODEL tells its version with -V and --version" {
    for option in -V --version; do
        run -0 bounded 5 "$BIN/echo-$MODEL" "$option"
        [[ $output =~ ^echo-$MODEL\ [0-9.]+$ ]]
    done
}

@test "$MODEL refuses an option it does not know" {
    refuses_usage "invalid option -- 'x'" -x
    refuses_usage "unrecognized option '--what'" --what
    refuses_usage "option requires an argument -- 'p'" -p
}

@test "$MODEL refuses a port that is not a number from 0 to 65535" {
    for port in 70000 65536 abc -1 +80 '' 0x50 ' 7' 7.0 99999999999; do
        refuses_usage "port $port: not a number from 0 to 65535" -p "$port"
    done
}

@test "$MODEL refuses a stray argument" {
    refuses_usage '9000: not an option' 9000
}

@test "$MODEL explains an address that is not ours" {
    run -1 --separate-stderr bounded 5 "$BIN/echo-$MODEL" -b 192.0.2.1 -p 9000
    [ -z "$output" ]
    [ "$stderr" = "echo-$MODEL: 192.0.2.1 port 9000: \
Cannot assign requested address" ]
}

@test "$MODEL explains a name that does not exist" {
    run -1 --separate-stderr bounded 20 "$BIN/echo-$MODEL" -b no.such.invalid
    [[ $stderr =~ ^"echo-$MODEL: no.such.invalid: "[A-Z][a-z\ ]+$ ]]
}

@test "$MODEL explains a port in use, by its short name" {
    muxlab_start "$MODEL"
    run -1 --separate-stderr bounded 5 "$BIN/echo-$MODEL" -p "$PORT"
    muxlab_stop
    [ "$stderr" = "echo-$MODEL: 127.0.0.1 port $PORT: Address already in use" ]
}

@test "$MODEL fails with a line when stdout is full" {
    run -1 bounded 5 sh -c 'exec "$0" -p 0 >/dev/full' "$BIN/echo-$MODEL"
    [ "$output" = "echo-$MODEL: cannot say where it listens: \
No space left on device" ]
}

@test "$MODEL says first where it listens, and last what it counted" {
    muxlab_start "$MODEL"
    muxlab_stop
    mapfile -t said < <(muxlab_stdout)
    [ ${#said[@]} -eq 2 ]
    [ "${said[0]}" = "listening on 127.0.0.1 port $PORT" ]
    [[ ${said[1]} =~ ^'clients 0 refused 0 bytes 0 rounds '[0-9]+' looks '\
[0-9]+' turns '[0-9]+' blocked '[0-9]+$ ]]
}

@test "$MODEL lets the kernel choose port 0" {
    muxlab_start -- "$BIN/echo-$MODEL" -p 0
    muxlab_stop
    run -0 muxlab_stdout
    [ "${lines[0]}" = "listening on 127.0.0.1 port $PORT" ]
}

@test "$MODEL takes a name for an address" {
    getent ahosts localhost >/dev/null || skip 'localhost is no name here'
    day_with "set -- -b localhost" "$MODEL" come=1 ask=100
}

@test "$MODEL listens on IPv6 as well" {
    [ -e /proc/net/if_inet6 ] && grep -q ' lo$' /proc/net/if_inet6 ||
        skip 'no IPv6 here'
    muxlab_start -- "$BIN/echo-$MODEL" -b ::1 -p 0
    run -0 bounded 10 "$MUXLAB" talk -m hello "[::1]:$PORT"
    muxlab_stop
    [ "$output" = hello ]
    [ "$(muxlab_stdout | sed -n 1p)" = "listening on ::1 port $PORT" ]
}

@test "$MODEL listens on a path, which is gone at the end" {
    for signal in TERM INT; do
        at_door
        [ "$first" = 'listening on ./door' ]
        not_at ./door 'Address already in use'
        kill -s "$signal" "$pid"
        wait "$timeout"
        [[ $(bounded 10 cat <&"$out") == 'clients 0 '* ]]
        [ ! -e door ]
    done
}

@test "$MODEL serves at a path as it does at a port" {
    told bounded 60 "$BIN/tests/drive" noise come=1 ask=1M stuff=16M shut \
        visits=20 -- "$BIN/echo-$MODEL" -v -b '{path}'
    [ "$(grep -cE '^client [0-9]+ from process [0-9]+$' <<<"$output")" -eq 21 ]
}

@test "$MODEL takes over a path that a killed server left" {
    at_door
    kill -s KILL "$pid"
    bounded 10 cat <&"$out"
    [ -S door ]
    # What a ring holds, the kernel lets go only after the end of its process.
    for ((tries = 0; tries < 100; tries++)); do
        run bounded 10 "$MUXLAB" talk -m hello unix:./door
        [ "$status" -ne 3 ] || break
    done
    at_door
    [ "$first" = 'listening on ./door' ]
    kill "$pid"
    wait "$timeout"
    [ ! -e door ]
}

@test "$MODEL removes no file but its socket, and explains a bad path" {
    cd "$BATS_TEST_TMPDIR"
    echo precious >door
    not_at ./door 'File exists'
    [ "$(<door)" = precious ]
    not_at ./no/door 'No such file or directory'
    not_at "./$(printf '%0110d' 0)" 'File name too long'
    run -1 bounded 5 sh -c 'exec "$0" -b ./full >/dev/full' "$BIN/echo-$MODEL"
    [ ! -e full ]
}

@test "$MODEL names each client on stderr with -v" {
    day_with 'set -- -v' "$MODEL" noise visits=2
    [ "$(grep -cE '^client [0-9]+ from 127\.0\.0\.1 port [0-9]+$' \
        <<<"$output")" -eq 2 ]
}

@test "$MODEL opens standard streams that are closed" {
    day_with 'set -- -v; exec 0<&- 1>&- 2>&-' "$MODEL" come=1 ask=1000 shut
}

@test "$MODEL ends on SIGTERM even if it was blocked, or ignored" {
    for how in block ignore; do
        day_with "exec env --$how-signal=TERM \"\$0\" -p {port}" "$MODEL" \
            come=1 ask=100
    done
}

# ---- how it serves ---------------------------------------------------------

@test "$MODEL gives back every byte of 64 MiB, both ways at once" {
    day "$MODEL" come=1 ask=64M shut
    [ "$(counted bytes)" -eq 67108864 ]
}

@test "$MODEL gives back 64 MiB of noise" {
    local noise=$BATS_TEST_TMPDIR/noise
    head -c 67108864 /dev/urandom >"$noise"
    muxlab_start "$MODEL"
    cmp "$noise" <(bounded 30 "$MUXLAB" talk "$HOST:$PORT" <"$noise")
    muxlab_stop && muxlab_silent
}

@test "$MODEL keeps what it owes to a client that reads late" {
    day "$MODEL" come=1 mark stuff=256M grown="$((600 * SCALE))K" hear shut
    [ "$(counted bytes)" -eq 268435456 ]
}

@test "$MODEL serves others while one reads nothing" {
    concurrent
    day "$MODEL" come=1 stuff=256M come=10 ask=1000 ask=64K shut group=1 reset
}

@test "$MODEL sends all it owes after a half-close, and then end of file" {
    day "$MODEL" come=1 stuff=32M shut
}

@test "$MODEL passes each probe of muxlab check that it claims to" {
    forgets_threads
    local profile=$PROFILE level=2 skipped held
    case $PROFILE in
    sequential) level=1;;
    scalable) may_open 2200 && level=3 || profile=concurrent;;
    esac
    told bounded 150 "$MUXLAB" check --timeout-scale "$SCALE" \
        --profile "$profile" "$MODEL"
    skipped=$(grep -c 'descriptors are allowed here' <<<"$output") || true
    held=$(($(probes_asked $level) - skipped))
    [[ $output == *"score $held/$held" ]]
    [ "$MODEL" != blocking ] || [[ $output == *'ok    queued clients'* ]]
}

@test "$MODEL serves 1,100 clients at once, or as many as it can" {
    concurrent
    needs_files 1200
    local all=1100
    [ "$MODEL" != select ] || all=1019
    day "$MODEL" visits=1 mark come=1100 try=1000 left="$all" ask=1000 shut \
        opened=0 come=100 ask=100 left=100
    [ "$(counted refused)" -eq $((1100 - all)) ]
}

@test "$MODEL serves one that is active among 9,000 idle clients" {
    concurrent
    [ "$MODEL" != select ] || skip 'select ends at 1,024 descriptors'
    light
    needs_files 9100
    day "$MODEL" come=9000 come=1 ask=1 ask=1000 ask=100K
    [ "$(counted clients)" -eq 9001 ]
}

@test "$MODEL gives an idle client less than 1 KB" {
    concurrent
    light
    [ "$MODEL" != uring ] || skip 'uring has a buffer for each'
    needs_files 1000
    day "$MODEL" come=1 ask=100 mark come=900 ask=100 grown=900K
}

@test "$MODEL keeps nothing of 5,000 clients that came and went" {
    forgets_threads
    day "$MODEL" visits=10 mark visits=5000 opened=0 grown="$((100 * SCALE))K"
    [ "$(counted clients)" -eq 5010 ]
}

# mallopt(3): what is freed goes back to the kernel at once. The first client
# makes the server use all of its buffer.
keeps_nothing() {
    day_with 'export MALLOC_MMAP_THRESHOLD_=1' "$MODEL" \
        come=1 stuff=32M shut mark come=20 stuff=80M reset opened=0 \
        mark come=20 stuff=80M reset opened=0 grown=100K
}

@test "$MODEL keeps nothing of those that left while it owed them bytes" {
    concurrent
    [ "$SCALE" = 1 ] || skip 'a sanitizer keeps what was freed for a while'
    if ! keeps_nothing; then
        # The stacks that glibc keeps may be more once; what leaks is so again.
        [ "$MODEL" = thread ]
        keeps_nothing || keeps_nothing
    fi
}

@test "$MODEL raises its soft limit of descriptors to the hard one" {
    concurrent
    needs_files 1000
    day_with 'ulimit -Sn 32' "$MODEL" come=100 ask=100
}

@test "$MODEL with 32 descriptors serves those it has, and soon others" {
    concurrent
    if [ "$MODEL" = fork ]; then        # each child has its own 32
        day_with 'ulimit -n 32' fork visits=1 mark come=100 ask=1000 leave \
            opened=0
        return
    fi
    day_with 'ulimit -n 32' "$MODEL" visits=1 mark come=100 try=100 ask=1000 \
        leave opened=0 come=20 ask=100
    [ "$(counted refused)" -ge 73 ]
}

@test "$MODEL goes on when its limit of descriptors is lowered" {
    case $MODEL in
    blocking | prefork)
        day "$MODEL" visits=2 limit=10 visits=2
        return;;
    fork)   # its accept took a number for the next client before it slept
        day fork come=10 ask=100 limit=5 come=50 try=1000 group=1 ask=1000
        [ "$(counted refused)" -ge 49 ]
        return;;
    esac
    day "$MODEL" visits=1 mark come=10 come=100 ask=100 leave opened=10 \
        limit=40 group=1 ask=1000 come=50 try=1000 group=1 ask=1000
    [ "$(counted refused)" -gt 0 ]
}

@test "$MODEL loses nothing when it is stopped and continued" {
    local clients=10
    [ "$PROFILE" != sequential ] || clients=1
    day "$MODEL" come=$clients ask=100 signal=19 say=1000 signal=18 hear shut
}

# ---- how it ends -----------------------------------------------------------

@test "$MODEL starts again at once on its port, old clients still there" {
    day "$MODEL" come=3 say=100 again come=1 ask=1000 shut
}

@test "$MODEL ends well at any instant, whatever its clients do" {
    told bounded 300 "$BIN/tests/stops" "${STOPS:-$((40 / SCALE))}" -- \
        "$BIN/echo-$MODEL" -p '{port}'
}
