# shellcheck disable=SC2016,SC2153 # $PORT in quotes is for the command's shell
# start.bats: servers for other tests: with, start, stop.

bats_require_minimum_version 1.7.0
load ../helper
load ../lib/marked

setup() { cd "$BATS_TEST_TMPDIR" || return; }
teardown() { [ ! -e muxlab/control ] || muxlab_stop; }

# ---- with ------------------------------------------------------------------

@test "with runs the command on its own streams, PORT and HOST exported" {
    run -0 --separate-stderr muxlab with poll -- bash -c '
        exec 5<>"/dev/tcp/$HOST/$PORT"; cat >&5; head -n 1 <&5' <<<hello
    [ "$output" = hello ]
    [ -z "$stderr" ]
}

@test "with ends as the command did" {
    run -7 muxlab with epoll -- sh -c 'exit 7'
    run -137 muxlab with epoll -- sh -c 'kill -9 $$'
    run -127 muxlab with epoll -- ./nosuch
    says './nosuch: No such file or directory'
    run -126 muxlab with epoll -- /etc/passwd
}

@test "with needs a target, -- and a command" {
    run -2 muxlab with
    run -2 muxlab with epoll
    run -2 muxlab with epoll --
    run -2 muxlab with -- true
    run -2 muxlab with -p 0 epoll -- true
    says "--port '0': must be a whole number from 1 to 65535"
}

@test "with forwards SIGTERM and SIGINT to the command" {
    local signal
    for signal in TERM INT; do
        run -44 muxlab with epoll -- bash -c '
            trap "exit 44" '$signal'
            guardian=$(cut -d " " -f 4 /proc/$PPID/stat)
            muxlab=$(cut -d " " -f 4 "/proc/$guardian/stat")
            kill -'$signal' "$muxlab"; for ((;;)); do sleep 0.01; done'
    done
    none_left
}

@test "with tells when the server did not live or end as it should" {
    run -4 muxlab with a="echo \$\$ >pid
        exec $BIN/echo-poll -p {port}" -- sh -c 'kill -KILL $(cat pid)
        until grep -q "^State:.Z" /proc/$(cat pid)/status; do :; done; exit 4'
    says 'a: was killed by SIGKILL while the command ran'
    run -0 muxlab with a="trap 'echo bye >&2; exit 9' TERM
        $BIN/echo-poll -p {port} & wait" -- true
    says 'a: ended with exit status 9 when it was stopped'
    says 'a | bye'
}

@test "with shows what a server wrote as plain text" {
    run -0 muxlab with -v a="printf 'a\033[31m\233\302\233b\177\303' >&2
        exec $BIN/echo-poll -p {port}" -- true
    says 'a | a�[31m��b��'
    run -3 muxlab start d a="printf '\033[31mred' >&2; exit 1"
    says ': �[31mred'
    run -2 muxlab start d $'\e[31mred'
    says "'�[31mred': not a model"
    run -3 muxlab start d -- $'./\e[31mred'
    says './�[31mred: No such file'
}

@test "with kills a server that does not end on SIGTERM, and says so" {
    run -0 muxlab --timeout-scale 0.5 with a="trap '' TERM
        setsid -f sleep 60; $BIN/echo-epoll -p {port} & sleep 60; wait" -- true
    says 'a: had to be killed'
    none_left
}

@test "with ends by the second signal that is sent to it" {
    run -143 muxlab with epoll -- bash -c '
        guardian=$(cut -d " " -f 4 /proc/$PPID/stat)
        muxlab=$(cut -d " " -f 4 "/proc/$guardian/stat")
        trap "((n++)) && kill \"$muxlab\"" TERM
        n=0; kill "$muxlab"; until ((n)); do sleep 0.01; done
        kill "$muxlab"; for ((;;)); do sleep 0.01; done'
    none_left
}

@test "with runs the command in its own process group, for the terminal" {
    run -0 muxlab with epoll -- bash -c 'set -- $(</proc/$PPID/stat)
        set -- $(</proc/$4/stat); cut -d " " -f 5 /proc/$$/stat "/proc/$4/stat"'
    [ "${lines[0]}" = "${lines[1]}" ]
}

@test "with leaves nothing running that the command started" {
    run -0 muxlab with epoll -- sh -c 'sleep 60 & setsid -f sleep 60'
    none_left
}

# ---- start and stop --------------------------------------------------------

@test "start prints the port, and leaves what is to know in the folder" {
    run -0 muxlab start muxlab epoll
    [ "$output" = "$(cat muxlab/port)" ]
    [ "$(cat muxlab/host)" = 127.0.0.1 ]
    kill -0 "$(cat muxlab/pid)"
    run -0 --separate-stderr muxlab stop muxlab
    [ -z "$output$stderr" ]
    grep '^clients 0 ' muxlab/stdout
    [ ! -s muxlab/stderr ] && [ ! -e muxlab/port ]
}

@test "start takes a folder of any depth" {
    local deep
    deep=$(printf 'a%.0s' {1..150})
    mkdir "$deep"
    run -0 muxlab start "$deep/d" epoll
    run -0 muxlab stop "$deep/d"
}

@test "start does not start a second server in a folder" {
    muxlab_start epoll
    run -3 muxlab start muxlab poll
    says 'muxlab: a server runs there already: stop it first'
    kill -0 "$PID"
}

@test "start takes no folder with files that it would overwrite" {
    local name
    for name in control host port pid socket; do
        mkdir "$name.d"
        echo mine >"$name.d/$name"
        run -3 muxlab start "$name.d" epoll
        says "$name.d/$name is not of a server that muxlab started"
        [ "$(cat "$name.d/$name")" = mine ]
    done
}

@test "start explains what it cannot do" {
    run -2 muxlab start d
    says 'a DIR and a TARGET are needed'
    run -2 muxlab start d 127.0.0.1:7
    says 'runs already, and cannot be started'
    run -2 muxlab start -o 1x d epoll
    run -2 muxlab start --lifetime 0 d epoll
    run -3 muxlab start nosuch/d epoll
    says 'nosuch/d: No such file or directory'
}

@test "stop ends as the server did, and shows its stderr" {
    muxlab start d a="trap 'echo bye >&2; exit 9' TERM
        $BIN/echo-poll -p {port} & wait"
    run -9 --separate-stderr muxlab stop d
    [ "$stderr" = bye ]
    muxlab start d a="$BIN/echo-poll -p {port} & wait"
    run -143 muxlab stop d
    muxlab start d a="trap '' TERM; $BIN/echo-poll -p {port} & sleep 60; wait"
    run -137 muxlab --timeout-scale 0.2 stop d
    says 'it had to be killed'
    none_left
}

@test "stop reports a server that crashed" {
    muxlab_start epoll
    kill -KILL "$PID"
    run -137 muxlab stop muxlab
}

@test "stop without a server says so" {
    run -2 muxlab stop
    run -3 muxlab stop .
    says '.: no server was started there'
    run -3 muxlab stop nosuch
}

@test "a server that was started ends with its owner" {
    run -0 sh -c 'MARK=$1 "$2" start -o $$ d epoll; :' _ \
        "muxlab-$BATS_ROOT_PID-$BATS_TEST_NUMBER" "$MUXLAB"
    none_left
    grep '^clients 0 ' d/stdout
    run -3 muxlab stop d
    says 'its owner ended'
    run -3 muxlab start -o "$(sh -c 'echo $$')" d epoll
    says 'the owner, process'
}

@test "a server that was started ends when its lifetime is over" {
    muxlab --timeout-scale 0.1 start -l 3 d epoll
    none_left
}

@test "a lifetime begins when the server listens" {
    run -0 muxlab start -l 1 d a="sleep 1.5; exec $BIN/echo-epoll -p {port}"
    kill -0 "$(cat d/pid)"
    none_left
}

# ---- servers that fight back -----------------------------------------------

@test "a server that kills its supervisor leaves nothing behind" {
    local evil="setsid -f sleep 60; kill -KILL \$PPID; sleep 60"
    run -3 muxlab start d a="$evil"
    says 'a: its supervisor was killed'
    run -125 muxlab with a="$evil" -- true
    none_left
}

@test "a server that kills its supervisor later leaves nothing behind" {
    run -0 muxlab with a="echo \$\$ >pid; $BIN/echo-epoll -p {port} &
        setsid -f sleep 60; until [ -e now ]; do sleep 0.01; done
        kill -KILL \$PPID; sleep 60" -- sh -c '
        touch now; until [ ! -e /proc/$(cat pid) ]; do sleep 0.01; done'
    says 'a: its supervisor was killed'
    none_left
}

# fighter HOW WHO...: a server that begins with this (tests/servers/fights.c).
fighter() {
    printf '%s' "a=setsid -f sleep 60
        exec $BIN/tests/fights $* -- $BIN/echo-epoll -p {port}"
}

@test "a supervisor that its server stops goes on" {
    run -0 muxlab with "$(fighter stop supervisor)" -- true
    none_left
}

@test "a guardian that its server stops ends all the same" {
    run -0 muxlab with "$(fighter stop guardian)" -- true
    run -0 muxlab with "$(fighter stop supervisor guardian)" -- true
    run -0 muxlab start d "$(fighter stop guardian)"
    run -0 muxlab stop d
    none_left
}

@test "with goes on when both above its command are stopped" {
    # shellcheck disable=SC2016
    run -5 timeout -k 1 20 "$MUXLAB" with epoll -- bash -c '
        kill -STOP "$(cut -d " " -f 4 /proc/$PPID/stat)" $PPID; exit 5'
    none_left
}

@test "muxlab is killed, its guardian stopped: nothing is left" {
    run -137 muxlab with "$(fighter stop guardian supervisor)" -- bash -c '
        guardian=$(cut -d " " -f 4 /proc/$PPID/stat)
        kill -KILL "$(cut -d " " -f 4 "/proc/$guardian/stat")"'
    none_left
}

@test "a server that traces its supervisor leaves nothing behind" {
    run muxlab --timeout-scale 0.2 with "$(fighter seize supervisor)" -- true
    says 'a: its supervisor was killed'
    run muxlab start d "$(fighter seize supervisor)"
    none_left
    run -3 muxlab stop d
}

@test "a server that traces its guardian, too, leaves nothing behind" {
    run muxlab --timeout-scale 0.2 with \
        "$(fighter seize guardian supervisor)" -- true
    says 'a: its supervisor was killed'
    run muxlab check --only nothing "$(fighter seize guardian supervisor)"
    [[ $output == *'its supervisor '*' killed'* ]]
    none_left
}

@test "a server that kills its guardian and supervisor leaves nothing" {
    local them evil
    for them in 'guardian supervisor' 'supervisor guardian'; do
        evil="setsid -f sleep 60; exec $BIN/tests/fights kill $them -- sleep 60"
        run -125 muxlab with a="$evil" -- true
        says 'a: its supervisor was killed'
        run -3 muxlab start d a="$evil"
    done
    none_left
}

@test "of what a server writes the first and the last 64 KiB are kept" {
    muxlab_start a="{ echo first; yes | head -c 9000000; echo last; } >&2
        exec $BIN/echo-epoll -p {port}"
    muxlab_stop >log 2>&1
    [ "$(head -n 1 log)" = first ]
    [ "$(tail -n 1 log)" = last ]
    grep -qx '.muxlab left out 8868939 bytes here.' log
    [ "$(stat -c %s muxlab/stderr)" -lt 140000 ]
}

# ---- killed ----------------------------------------------------------------

# Runs muxlab "$@" and kills it, or its whole process group, somewhere in its
# first 40 ms.
kill_midway() {
    local ms=$((RANDOM % 40 + 1)) group=(--foreground)
    ((RANDOM % 2)) || group=()
    MARK="muxlab-$BATS_ROOT_PID-$BATS_TEST_NUMBER" timeout "${group[@]}" \
        -s KILL "0.0$((ms / 10))$((ms % 10))" "$MUXLAB" "$@" || true
}

family="a=sleep 60 & setsid -f sleep 60; exec $BIN/echo-epoll -p {port}"

@test "with killed at any point leaves nothing" {
    for ((i = 0; i < 30; i++)); do
        kill_midway with "$family" -- sh -c 'setsid -f sleep 60; sleep 60; :'
    done
    none_left
}

@test "start killed at any point leaves nothing, or what stop can stop" {
    for ((i = 0; i < 30; i++)); do
        kill_midway start "d$i" "$family"
        muxlab stop "d$i" || [ $? -eq 3 ]
    done
    none_left
}

@test "stop killed at any point leaves what stop can stop, or nothing" {
    for ((i = 0; i < 15; i++)); do
        muxlab start "d$i" "$family"
        kill_midway stop "d$i"
        muxlab stop "d$i" || [ $? -eq 3 ]
    done
    none_left
}

@test "bats killed by SIGTERM leaves nothing" {
    printf '%s\n' "load $BATS_TEST_DIRNAME/../helper" '@test "is killed" {' \
        'muxlab_start epoll; kill "$BATS_ROOT_PID"; touch ran; sleep 1; }' \
        >in.bats
    run env -u BATS_ROOT_PID -u BATS_TEST_TMPDIR -u BATS_FILE_TMPDIR \
        -u BATS_RUN_TMPDIR MARK="muxlab-$BATS_ROOT_PID-$BATS_TEST_NUMBER" \
        MUXLAB="$MUXLAB" timeout 20 "${BATS:-bats}" in.bats
    [ "$status" -ne 0 ] && [ -e ran ]
    none_left
}
