# shellcheck disable=SC2016,SC2030,SC2031,SC2154
# machine.bats: a fault of the machine is not blamed on the server: status 3
# (125 of with), and a line that says what is missing.

bats_require_minimum_version 1.7.0
load ../helper
load ../lib/marked

setup() { cd "$BATS_TEST_TMPDIR" || return; }
teardown() { [ -z "${shared:-}" ] || rm -r "$shared"; }

# Skips unless this may be done here: as root, in namespaces of its own.
can() { "$@" true 2>err || skip "$* is not allowed here: $(cat err)"; }

# as_nobody COMMAND...: with copies of muxlab and echo-epoll in $shared.
as_nobody() {
    local drop=(setpriv --reuid 65534 --regid 65534 --clear-groups)
    can "${drop[@]}"
    shared=$(mktemp -d)
    cp "$MUXLAB" "$BIN/echo-epoll" "$shared"
    chmod 755 "$shared"
    run timeout -k 1 $((20 * SCALE)) "${drop[@]}" env -C "$shared" "$@"
}

# A class of one, which is right, and an assignment.
one_submission() {
    mkdir -p class/ann
    cp "$BIN/echo-epoll" class/ann/server
    printf '%s\n' 'build true' 'run ./server' 'points 1 one byte' \
        'memory 0' >asked
}

@test "without a network up, no server is to blame" {
    can unshare -n
    run -3 unshare -n "$MUXLAB" check --only byte epoll
    [ "$output" = 'muxlab: epoll: 127.0.0.1: Network is unreachable' ]
    run -3 unshare -n "$MUXLAB" load epoll
    run -3 unshare -n "$MUXLAB" start d epoll
}

@test "without /proc nothing is started" {
    can unshare -m sh -c 'umount -l /proc'
    local verb
    for verb in 'start d epoll' 'check epoll' 'talk epoll' 'load epoll'; do
        run -3 unshare -m sh -c "umount -l /proc; '$MUXLAB' $verb"
        says '/proc is missing: no server can be found'
    done
    run -125 unshare -m sh -c "umount -l /proc; '$MUXLAB' with epoll -- true"
    mkdir -p class/ann
    run -3 unshare -m sh -c "umount -l /proc; '$MUXLAB' grade class"
    [ "$output" = 'muxlab: /proc is missing: no server can be found' ]
}

@test "with runs a command where its process group cannot be seen" {
    can unshare -fpm --mount-proc
    run -0 unshare -fpm --mount-proc "$MUXLAB" with epoll -- echo hello
    [ "$output" = hello ]
}

@test "on a full disk nothing is started, and nothing stays behind" {
    mkdir m
    can unshare -m sh -c 'mount -t tmpfs none m'
    run -3 env MARK="muxlab-$BATS_ROOT_PID-$BATS_TEST_NUMBER" unshare -m sh -c "
        mount -t tmpfs -o size=16k none m
        head -c 12288 /dev/zero >m/fill
        '$MUXLAB' start m/d epoll"
    says 'm/d: No space left on device'
    none_left
}

@test "on a full disk nothing is saved, and the disk is named" {
    mkdir m
    can unshare -m sh -c 'mount -t tmpfs none m'
    local verb
    for verb in 'compare --quick --time 0.05 --only alone --save m/f' \
        'check --only byte --out m/f'; do
        run -3 unshare -m sh -c "mount -t tmpfs -o size=4k none m
            head -c 4096 /dev/zero >m/fill
            '$MUXLAB' $verb epoll; status=\$?; ls m; exit \$status"
        says 'm/f: No space left on device'
        [[ $output == *fill ]]
    done
}

@test "a file past its limit (ulimit -f) is not saved, and muxlab says so" {
    run -3 bash -c "ulimit -f 1; exec '$MUXLAB' compare --quick --time 0.05 \
        --only alone --save f epoll | cat; exit \${PIPESTATUS[0]}"
    says 'f: File too large'
    [ -z "$(ls -A)" ]
    run -0 bash -c "ulimit -f 1; exec '$MUXLAB' with \
        a='head -c 5000 /dev/zero >&2; exec $BIN/echo-epoll' -- true"
}

@test "with few descriptors muxlab ends, and says why" {
    local n
    for n in 6 8 10 12; do
        run -125 bash -c "ulimit -n $n; exec timeout 10 '$MUXLAB' with epoll \
            -- true"
        says 'Too many open files'
    done
}

@test "compare charges no server with descriptors that muxlab lacks" {
    run bash -c "for n in 12 13 14 15 16 17 18; do
        (ulimit -n \$n; exec timeout 20 '$MUXLAB' compare --quick --time 0.05 \
            --only steady epoll)
    done"
    says 'The harness itself cannot connect: Too many open files.'
    [[ $output != *'Lost '* ]]
}

@test "compare charges no server with ports that muxlab lacks" {
    local few='ip link set lo up &&
        echo 40000 40030 >/proc/sys/net/ipv4/ip_local_port_range'
    can unshare -n sh -c "$few"
    run -0 unshare -n sh -c "$few
        exec timeout 20 '$MUXLAB' compare --quick --only looks epoll"
    says 'The harness itself cannot connect: Cannot assign requested address.'
}

@test "grade charges no submission with descriptors that muxlab lacks" {
    can unshare -n
    one_submission
    local n
    for n in 8 12 14 16; do
        run -3 bash -c "ulimit -n $n; exec timeout 20 '$MUXLAB' grade \
            --assignment asked class"
        [[ $output == *'0 of 1 graded, 1 missing'* ]]
    done
}

@test "grade gives submissions the usual umask, whatever its own" {
    can unshare -n
    one_submission
    run -0 bash -c "umask 777; '$MUXLAB' grade --assignment asked class"
    says 'ann                      1 of 1'
}

@test "where no process can be forked, muxlab says so" {
    local n
    for n in 1 2 3; do
        as_nobody bash -c "ulimit -u $n; exec ./muxlab with epoll -- true"
        [ "$status" -eq 125 ]
        says 'Resource temporarily unavailable'
        rm -r "$shared"
    done
    shared=
}

@test "check charges no server with a process that muxlab lacks" {
    as_nobody bash -c 'for n in 4 5 6 7 8 9; do
        (ulimit -u $n; exec ./muxlab check --only "port in use" epoll)
    done'
    [[ $output != *FAIL* ]]
}

@test "a server that may not be looked at is called at the port it was given" {
    as_nobody true
    chmod 711 "$shared/echo-epoll"      # not readable, hence not dumpable
    local nobody=(setpriv --reuid 65534 --regid 65534 --clear-groups
        timeout 20 "$shared/muxlab")
    run -0 "${nobody[@]}" with a="$shared/echo-epoll -p \$PORT" -- true
    run -125 "${nobody[@]}" --timeout-scale 0.1 with \
        a="$shared/echo-epoll -p 0" -- true
    says 'cannot be looked at; give it its port: {port} in its command'
}
