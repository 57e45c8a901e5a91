# shellcheck disable=SC2016,SC2153 # $PORT in quotes is for the command's shell
# target.bats: muxlab itself, and a server as a word and as a process.

# shellcheck disable=SC2154,SC2030,SC2031 # models; output in functions
bats_require_minimum_version 1.7.0
load ../helper
load ../lib/models
load ../lib/marked

setup() { cd "$BATS_TEST_TMPDIR" || return; }
teardown() { [ ! -e muxlab/control ] || muxlab_stop; }

# ---- muxlab itself ---------------------------------------------------------

@test "muxlab prints its help and its version on stdout" {
    run -0 --separate-stderr "$MUXLAB" --help
    says 'usage: muxlab VERB'
    [ -z "$stderr" ]
    run -0 --separate-stderr "$MUXLAB" -V
    [[ $output == 'muxlab '[0-9]* ]]
}

@test "muxlab answers a wrong verb with a line, where to read on, and 2" {
    run -2 "$MUXLAB" echo
    [ "${lines[0]}" = 'muxlab: echo: no such verb' ]
    [ "${lines[1]}" = "try 'muxlab --help'" ]
    run -2 "$MUXLAB"
    says 'a verb is missing'
}

@test "muxlab lists the verbs in the order of the README" {
    local listed table
    run -0 "$MUXLAB" --help
    listed=$(sed -nE '/^A TARGET/q; s/^  ([a-z]+) .*/\1/p' <<<"$output")
    table=$(sed -n '/^| verb/,/^$/p' "$BATS_TEST_DIRNAME/../../README.md" |
        cut -d'|' -f2 | grep -oE '`[a-z]+ ' | tr -d '` ')
    [ "$listed" = "$table" ]
}

@test "each verb's help says what a TARGET is" {
    local verb
    for verb in check compare load watch with start; do
        run -0 "$MUXLAB" "$verb" --help
        says 'TARGET: a model (epoll), HOST:PORT or NAME='
    done
    says 'start [OPTION...] DIR -- COMMAND'
    run -2 "$MUXLAB" with -- python3 my.py -- true
    says "a TARGET (yours: NAME='COMMAND'), -- and a COMMAND are needed"
}

@test "each verb answers a wrong option with a line that names it" {
    local verb
    for verb in check compare load start stop talk watch with; do
        run -2 "$MUXLAB" "$verb" --nonsense
        [ "${lines[0]}" = "muxlab: unknown option '--nonsense'" ]
        [ "${lines[1]}" = "try 'muxlab $verb --help'" ]
        [ "${#lines[@]}" -eq 2 ]
    done
}

@test "a word and a command are two servers, where one is meant" {
    local verb
    for verb in check load talk watch; do
        run -2 "$MUXLAB" "$verb" epoll -- true
        [ "${lines[0]}" = "muxlab: $verb: one TARGET is needed, not 2" ]
        [ "${lines[1]}" = "try 'muxlab $verb --help'" ]
    done
    run -2 "$MUXLAB" watch --lines epoll poll
}

@test "an empty command or folder is a word that is missing, and 2" {
    local verb
    for verb in check compare load talk watch 'start dir'; do
        # shellcheck disable=SC2086
        run -2 "$MUXLAB" $verb -- ''
        [ "${lines[0]}" = "muxlab: '': the command is missing" ]
        [ "${lines[1]}" = "try 'muxlab ${verb% dir} --help'" ]
    done
    run -2 "$MUXLAB" with epoll -- ''
    run -2 "$MUXLAB" start '' epoll
    run -2 "$MUXLAB" start '' -- true
    run -2 "$MUXLAB" stop ''
    says 'stop: DIR is empty'
}

@test "muxlab takes --timeout-scale anywhere, and only a number above 0" {
    run -2 "$MUXLAB" with --timeout-scale 0 epoll -- true
    says "--timeout-scale '0': must be a number above 0"
    run -2 "$MUXLAB" --timeout-scale
    run -0 muxlab --timeout-scale=2 with epoll -- true
    run -0 muxlab with epoll --timeout-scale 2 -- test a = a
    run -0 muxlab with epoll -- printf %s --timeout-scale=x
    [ "$output" = --timeout-scale=x ]
}

@test "muxlab ends with 3 and a line when its result is lost" {
    local verb
    for verb in --help 'load -n 1 epoll' 'compare --list' 'start --help' \
        "check --timeout-scale $SCALE --only byte epoll" 'talk -m a epoll' \
        'start d epoll'; do
        run -3 bash -c "exec '$MUXLAB' $verb >/dev/full"
        [ "$output" = 'muxlab: standard output: No space left on device' ]
    done
}

# sound FILE...: in UTF-8, with U+FFFD in it; and JSON, as far as can be told.
sound() {
    local file
    for file in "$@"; do
        grep -q 'caf�' "$file"
        iconv -f UTF-8 -t UTF-16 "$file" >/dev/null
        ! command -v python3 || python3 -m json.tool "$file" >/dev/null
    done
}

@test "muxlab puts U+FFFD for what is not UTF-8 in a name, and JSON is sound" {
    local name=./$'caf\xe9'
    ln -s "$BIN/echo-epoll" "$name"
    muxlab load --json -n 1 -- "$name" -p 0 >loaded
    muxlab check --json --only byte -- "$name" -p '{port}' >checked
    muxlab compare --quick --time 0.05 --only alone --save saved --json \
        epoll -- "$name" -p 0 >compared
    sound loaded checked saved compared
    muxlab watch --json --messages 1 -- "$name" -p 0 >watched ||
        skip 'no ptrace here'
    (echo '['; sed '$!s/$/,/' watched; echo ']') >list
    sound list
}

@test "muxlab --deadline ends what is not done by then with 124" {
    run -124 muxlab load --deadline 0.2 -t 60 epoll
    [ "$output" = 'muxlab: load: not done after 0.2 seconds' ]
    run -124 muxlab --deadline=1 with epoll -- sleep 60
    [ "$output" = 'muxlab: with: not done after 1 second' ]
    none_left
    run -0 muxlab --deadline 60 with epoll -- true
    run -2 muxlab --deadline 0 check epoll
    run -2 muxlab start --deadline 1 d epoll
    says 'takes --lifetime, not --deadline'
}

@test "muxlab works with its standard streams closed" {
    run -0 bash -c '"$1" with epoll -- true <&- >&- 2>&-' _ "$MUXLAB"
    run -0 bash -c '"$1" start d epoll <&- >&- 2>&-' _ "$MUXLAB"
    run -0 muxlab stop d
    [[ $(head -n 1 d/stdout) == listening* ]] && [ ! -s d/stderr ]
}

# ---- a target as a word ----------------------------------------------------

@test "a word that names no server is explained, and the status is 2" {
    run -2 "$MUXLAB" with epol -- true
    says "'epol': not a model; did you mean 'epoll'?"
    run -2 "$MUXLAB" with ipsum -- true
    says "'ipsum': not a model (blocking, nonblocking, select, poll, epoll)"
    run -2 "$MUXLAB" with localhost:70000 -- true
    says 'from 1 to 65535'
    run -2 "$MUXLAB" with localhost:+7 -- true
    run -2 "$MUXLAB" with ::1:7 -- true
    says 'is written [::1]:7'
    run -2 "$MUXLAB" with 7=true -- true
    says 'not a number'
    run -2 "$MUXLAB" with "$(printf 'a%.0s' {1..32})=true" -- true
    says 'at most 31'
    run -2 "$MUXLAB" with a= -- true
    says 'the command is missing'
}

@test "each model is a target" {
    local model
    for model in "${models[@]}"; do
        run -0 muxlab with -v "$model" -- true
        says "$model | listening on 127.0.0.1 port"
    done
}

@test "an address is a target, which is left running" {
    muxlab_start epoll
    run -0 muxlab with "127.0.0.1:$PORT" -- sh -c 'echo $HOST $PORT'
    [ "$output" = "127.0.0.1 $PORT" ]
    kill -0 "$PID"
}

@test "an address where no server listens is one line: 3, with: 125" {
    local line='muxlab: 127.0.0.1:1: connect: Connection refused'
    run -3 muxlab load 127.0.0.1:1
    [ "$output" = "$line" ]
    run -3 muxlab check 127.0.0.1:1
    [ "$output" = "$line" ]
    run -125 muxlab with 127.0.0.1:1 -- echo came
    [ "$output" = "$line" ]
}

@test "a command with {path} is called at that Unix-domain socket" {
    local path
    run -0 muxlab with a="$BIN/echo-epoll -b {path}" -- sh -c '
        test -S "$HOST" && echo "$HOST $PORT"'
    read -r path port <<<"$output"
    [ "$port" = 0 ] && [ ! -e "${path%/*}" ]
    run -3 muxlab talk -- sh -c 'echo {path} $HOST >&2; exit 1'
    [[ $output =~ (/tmp/.*/socket)\ (/tmp/.*/socket)$ ]]
    [ "${BASH_REMATCH[1]}" = "${BASH_REMATCH[2]}" ]
    [ ! -e "${BASH_REMATCH[1]%/*}" ]
}

@test "a Unix-domain socket is a target, which is left running" {
    muxlab_start -- "$BIN/echo-epoll" -b '{path}'
    [ "$HOST" = "$PWD/muxlab/socket" ] && [ "$PORT" = 0 ]
    run -0 muxlab talk -m hello "unix:$HOST"
    [ "$output" = hello ]
    run -0 muxlab load -n 10 -c 3 unix:muxlab/socket
    kill -0 "$PID"
    muxlab_restart
    run -0 muxlab with unix:muxlab/socket -- printenv HOST
    [ "$output" = muxlab/socket ]
    muxlab_stop
    [ ! -e muxlab/socket ]
    run -3 muxlab load unix:muxlab/socket
    says 'unix:muxlab/socket: connect: No such file or directory'
}

@test "what a Unix-domain socket has not is refused: 2" {
    local unix=a="$BIN/echo-epoll -b {path}"
    run -2 muxlab with -p 7 "$unix" -- true
    says '--port: a listens at a path'
    run -2 muxlab start -p 7 d "$unix"
    run -2 muxlab watch --client "$unix" -- true
    says '--client: a is not called by TCP'
    run -2 muxlab talk unix:socket
    says "'unix:socket': a path has a / in it"
    run -2 muxlab talk "unix:/$(printf 'a%.0s' {1..107})"
    says 'the path is too long'
}

@test "a server of datagrams is found at the port to which it is bound" {
    local command="$BIN/tests/datagrams right"
    muxlab_start udp:a="PORT=0 $command"
    run -0 muxlab talk -m hello "udp:$HOST:$PORT"
    [ "$output" = hello ]
    run -0 muxlab with udp:a="$command" -- printenv PORT
    [ "$output" -gt 0 ]
    muxlab_stop 143
    run -3 muxlab talk --timeout-scale 0.02 udp:a="$BIN/echo-epoll -p {port}"
    says 'a: did not listen in time'
}

@test "what UDP has not is refused: 2" {
    local udp=udp:a="$BIN/tests/datagrams right"
    run -2 muxlab compare epoll "$udp"
    says 'a: compare asks about connections, which UDP has not'
    run -2 muxlab watch --client "$udp" -- true
    run -2 muxlab talk udp:epoll
    says "'udp:epoll': after udp: stands HOST:PORT or NAME='COMMAND'"
    run -2 muxlab talk udp:127.0.0.1:0
    run -2 muxlab talk udp:a='./server {path}'
    says 'by UDP it has a {port}, not a {path}'
}

@test "a command is given {host} and {port}, HOST and PORT" {
    local mine='echo {host} {port} $HOST $PORT >&2; exit 1'
    run -3 muxlab start d mine="$mine"
    [[ $output =~ ([0-9.]+)\ ([0-9]+)\ ([0-9.]+)\ ([0-9]+)$ ]]
    [ "${BASH_REMATCH[1]}" = 127.0.0.1 ] && [ "${BASH_REMATCH[3]}" = 127.0.0.1 ]
    [ "${BASH_REMATCH[2]}" = "${BASH_REMATCH[4]}" ]
}

@test "a command that knows nothing of {port} is found where it listens" {
    run -0 muxlab with mine="$BIN/echo-epoll -p 0" -- sh -c 'echo $PORT'
    local port=$output
    [ "$port" -gt 0 ]
    muxlab_start -- "$BIN/echo-epoll" -p 0
    [ "$(head -n 1 muxlab/stdout)" = "listening on 127.0.0.1 port $PORT" ]
}

@test "a server is called where it listens: wildcards, IPv6" {
    run -0 muxlab with a="$BIN/echo-epoll -b 0.0.0.0 -p 0" -- printenv HOST
    [ "$output" = 127.0.0.1 ]
    [ -s /proc/net/if_inet6 ] || skip 'no IPv6 here'
    run -0 muxlab with a="$BIN/echo-epoll -b ::1 -p 0" -- printenv HOST
    [ "$output" = ::1 ]
}

@test "a server may be a child of a shell, or go into the background" {
    run -0 muxlab with a="cd /; $BIN/echo-epoll -p {port}; true" -- true
    run -0 muxlab with a="setsid -f sh -c 'sleep 0.1
        exec $BIN/echo-epoll -p {port}'" -- true
    [ -z "$output" ]
    none_left
}

# A server that comes to listen on the port in `wanted`, and is none of the
# next one's children.
start_taker() {
    muxlab_start taker="$BIN/echo-epoll -p 0 & until [ -s wanted ]; do
        sleep 0.01; done; $BIN/echo-epoll -p \$(cat wanted) >taken & until
        [ -s taken ]; do sleep 0.01; done; touch done; wait"
}

@test "a port that was taken meanwhile is replaced by another" {
    start_taker
    run -0 muxlab start d mine="if mkdir once; then echo {port} >wanted; until
        [ -e done ]; do sleep 0.01; done; exit 1; fi
        exec $BIN/echo-epoll -p {port}"
    [ "$output" != "$(cat wanted)" ]
    run -0 muxlab stop d
    muxlab_stop 143
}

@test "a command is called at {port} if another process listens there" {
    start_taker
    run -0 muxlab with mine='echo {port} >wanted; sleep 60' -- printenv PORT
    [ "$output" = "$(cat wanted)" ]
    muxlab_stop 143
}

# ---- a server that does not start ------------------------------------------

@test "a server that ends before it listens is shown by its last words" {
    run -3 muxlab start d a='echo one >&2; echo NameError: x >&2; exit 7'
    says 'a: ended with exit status 7 before it listened: NameError: x'
    run -3 muxlab start d -- sh -c 'kill -SEGV $$'
    says 'was killed by SIGSEGV before it listened'
    run -125 muxlab with a='exit 3' -- touch ran
    [ ! -e ran ]
}

@test "where a server ends with 0 at once, the reason names its empty input" {
    run -3 muxlab start d a=cat
    says 'ended with exit status 0 before it listened (its standard input is '
}

@test "a server that cannot be run is explained" {
    run -3 muxlab start d -- ./nosuch 1
    says './nosuch 1: ./nosuch: No such file or directory'
}

@test "a server that never listens is given up and ended" {
    run -3 muxlab start --timeout-scale 0.02 d a='echo hm >&2; sleep 60; :'
    says 'a: did not listen in time (--timeout-scale allows more): hm'
    none_left
}

@test "a port that is taken is the server's failure, not ours" {
    muxlab_start epoll
    run -3 muxlab start -p "$PORT" d poll
    says 'Address already in use'
}

# ---- what a child is given -------------------------------------------------

# told COMMAND...: runs it where signals and limits are odd, to tell its own.
told() {
    # shellcheck disable=SC2016
    bash -c 'ulimit -Sn 99; trap "" USR1 XFSZ; exec "$@"' _ "$@" \
        grep -hE 'Sig(Blk|Ign)|open files' /proc/self/status /proc/self/limits
}

@test "a server is given the usual signals, and limits as muxlab has them" {
    told env --default-signal >expected
    run -3 told "$MUXLAB" start d --
    diff expected d/stdout
}

@test "a command is given signals and limits as muxlab has them" {
    told env >expected
    told "$MUXLAB" with epoll -- >given
    diff expected given
}

@test "a server has its standard streams, its own group, and nothing more" {
    muxlab_start -- "$BIN/echo-epoll" -p 0
    [ "$(readlink "/proc/$PID/fd/0")" = /dev/null ]
    run -0 find "/proc/$PID/fd" -lname 'pipe:*'
    [ "${#lines[@]}" -eq 2 ]            # its stdout and stderr
    [ "$(cut -d ' ' -f 5 "/proc/$PID/stat")" = "$PID" ]
}
