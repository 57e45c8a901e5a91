#!/usr/bin/env bats
#
# faults.bats: what all our servers do when a call fails (tests/faults.c makes
# it): every other client gets every byte. MODEL says which server is asked.
#
# shellcheck disable=SC2030,SC2031,SC2154

load ../lib/drive
load ../lib/models
: "${MODEL:=epoll}"

setup() {
    CLIENTS=5
    [ "${profile_of[$MODEL]}" != sequential ] || CLIENTS=1
    PARENT=${parent_of[$MODEL]}
    case $PARENT in
    select|poll) WAIT=$PARENT ;;
    epoll) WAIT=epoll_wait ;;
    *) WAIT= ;;
    esac
    case $MODEL in
    signal) WAIT=sigwaitinfo ;;
    uring) WAIT=syscall; needs_uring ;;
    esac
}

# The faults make no difference to any client.
costs_nobody() {
    faulty "$1" "$MODEL" come="$CLIENTS" ask=1000 ask=64K shut come=1 ask=1000
}

# One client loses its connection, and the others go on.
costs_one() {
    faulty "$1" "$MODEL" come="$CLIENTS" try=1000 left=$((CLIENTS - 1)) \
        ask=64K come=1 ask=1000
}

# It ends by itself, with this one line.
ends_with() {
    faulty "$1" "$MODEL" come=1 try=1 leave quits=1
    [ "$(grep -v '^clients ' <<<"$output")" = "echo-$MODEL: $2" ]
}

# Skips faults of read and write.
reads() {
    [ "$MODEL" != uring ] || skip 'in uring, the kernel reads and writes'
}

waits() {
    [ -n "$WAIT" ] || skip "$MODEL has no call that waits for many"
}

@test "$MODEL goes on after interrupted reads and writes" {
    reads
    costs_nobody read:%3:EINTR,write:%2:EINTR
}

@test "$MODEL asks again what would have blocked" {
    reads
    [ "$PARENT" != blocking ] || skip "in $MODEL, no call would"
    case $MODEL in
    edge | signal) skip "$MODEL does so when it is told of news";;
    esac
    costs_nobody read:%3:EAGAIN,write:%2:EAGAIN
}

@test "$MODEL loses nothing in short reads and writes" {
    reads
    costs_nobody read:*:short=99,write:*:short=7
}

@test "$MODEL loses one client when a read fails" {
    reads
    for error in ECONNRESET EPIPE ENOBUFS ETIMEDOUT ENOMEM; do
        costs_one read:1:$error
    done
}

@test "$MODEL loses one client when a write fails" {
    reads
    for error in ECONNRESET EPIPE ENOBUFS ETIMEDOUT ENOMEM; do
        costs_one write:1:$error
    done
}

@test "$MODEL loses one client when there is no memory for what it is owed" {
    reads
    [ "$PARENT" != blocking ] || skip "$MODEL keeps nothing"
    costs_one write:1:short=3,malloc@listen:2-:ENOMEM
}

@test "$MODEL goes on when its wait is interrupted" {
    waits
    costs_nobody "$WAIT@accept4:%2:EINTR"
}

@test "$MODEL ends with a line when its wait fails" {
    waits
    local name=${WAIT/syscall/io_uring_enter}
    ends_with "$WAIT@accept4:1:EINVAL" "$name: Invalid argument"
}

@test "$MODEL accepts later those that it could not accept at once" {
    for error in ECONNABORTED EINTR EPROTO ENFILE ENOMEM ENOBUFS EPERM; do
        costs_nobody accept4:1-3:$error
    done
}

@test "$MODEL turns one away when it is out of descriptors" {
    [ "$PARENT" != nonblocking ] ||
        skip 'its first accept comes before the first client'
    [ "$MODEL" != prefork ] || CLIENTS=8        # each process takes one
    costs_one accept4:1:EMFILE,open@listen:1:EMFILE
    [ "$(counted refused)" -eq 1 ]
}

@test "$MODEL goes on when even its spare descriptor is lost" {
    faulty accept4:1:EMFILE,open@listen:1-2:ENFILE "$MODEL" \
        come="$CLIENTS" try=1000 leave come="$CLIENTS" ask=1000
}

@test "$MODEL ends with a line when accept can never mend" {
    [ "$MODEL" != prefork ] || skip 'in prefork, the others go on'
    ends_with accept4@accept4:1:EINVAL 'accept: Invalid argument'
    ends_with accept4@accept4:1:EBADF 'accept: Bad file descriptor'
    ends_with accept4@accept4:1:ENOTSOCK \
        'accept: Socket operation on non-socket'
}

@test "$MODEL serves on when a client's options cannot be set" {
    costs_nobody setsockopt@listen:*:EINVAL
}

# stops_at CALL:WHICH:SIGNAL...: it comes at that instant, and it ends well,
# though its client stays.
stops_at() {
    local instant
    for instant in "$@"; do
        faulty "$instant" "$MODEL" come=1 try=100 quits=0
        [[ $output == 'clients '* ]]
    done
}

# The same, before any client has come.
stops_early_at() {
    local instant
    for instant in "$@"; do
        run -0 bounded 5 env LD_PRELOAD="$BIN/tests/faults.so" \
            FAULTS="$instant" "$BIN/echo-$MODEL" -p 0
        [[ ${lines[0]} == 'listening on '* && ${lines[1]} == 'clients 0 '* ]]
        [ ${#lines[@]} -eq 2 ]
    done
}

@test "$MODEL stops though the signal comes at the instant before it sleeps" {
    if [ -n "$WAIT" ]; then
        stops_early_at "$WAIT:1:SIGTERM"
        stops_at "$WAIT@accept4:1:SIGINT" "$WAIT@accept4:2:SIGTERM"
    elif [ "$PARENT" = blocking ]; then
        stops_early_at accept4:1:SIGTERM
        stops_at read:1:SIGINT read:2:SIGTERM
        faulty accept4@accept4:1:SIGTERM "$MODEL" come=1 leave quits=0
    else
        stops_early_at accept4:1:SIGTERM accept4:9:SIGINT
    fi
}

@test "$MODEL stops though the signal comes while it serves" {
    stops_at accept4:*:then=SIGTERM setsockopt@listen:*:then=SIGINT
    reads
    stops_at read:1:SIGTERM read:*:then=SIGTERM \
        write:1:SIGINT write:*:then=SIGTERM
}

@test "$MODEL stops though the signal comes while it starts" {
    stops_early_at sigaction:1:then=SIGTERM socket:1:SIGTERM bind:1:SIGTERM \
        listen:1:SIGTERM listen:1:then=SIGTERM getsockname:1:then=SIGTERM
}

# fails_to_start CALL: with status 1 and one line, when this call fails.
fails_to_start() {
    run -1 --separate-stderr bounded 5 env LD_PRELOAD="$BIN/tests/faults.so" \
        FAULTS="$1:1-:ENOMEM" "$BIN/echo-$MODEL" -p 0
    [[ $stderr =~ ^"echo-$MODEL: "[^$'\n']*$ ]]
    [[ $stderr != *'never came to pass'* ]]
}

@test "$MODEL explains in a line which call failed while starting" {
    for call in open getrlimit setrlimit malloc sigaction sigprocmask socket \
        setsockopt bind listen getsockname; do
        fails_to_start $call
    done
}
